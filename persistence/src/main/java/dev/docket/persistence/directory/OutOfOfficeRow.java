package dev.docket.persistence.directory;

import java.time.Instant;

/** A window of time, without its end. */
public record OutOfOfficeRow(Instant from, Instant until) {}
