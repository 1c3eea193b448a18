package dev.docket.persistence.directory;

/** A merchant with its principal contact. */
public record MerchantRow(
        long id, String uniqueId, String dbaName, String principalName, String principalEmail, String principalPhone) {}
