package dev.docket.server.http.json;

/** A response body that is written as JSON, component by component, although it is no DTO of the contract. */
public interface JsonBody {}
