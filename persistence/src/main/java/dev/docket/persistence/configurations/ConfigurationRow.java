package dev.docket.persistence.configurations;

import java.time.Instant;

/** A configuration as it is stored: something that an account sets up under an id, such as a ticket type. */
public interface ConfigurationRow {

    String id();

    /** Grows with every change, from 1. */
    long revision();

    Instant createdAt();

    Instant updatedAt();

    /** Its place in the order of its kind, before the id; 0 for a kind that is ordered by id only. */
    default int sortOrder() {
        return 0;
    }
}
