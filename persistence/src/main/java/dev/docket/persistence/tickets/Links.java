package dev.docket.persistence.tickets;

import org.jspecify.annotations.Nullable;

/** The entities that a ticket refers to. */
public record Links(
        @Nullable Long merchantId,
        @Nullable String merchantName,
        @Nullable Long leadId,
        @Nullable String applicationId,
        @Nullable Long midId) {}
