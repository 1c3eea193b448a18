package dev.docket.persistence.quotas;

/** What an account uses of a quota. */
public record QuotaUseRow(String quota, long used) {}
