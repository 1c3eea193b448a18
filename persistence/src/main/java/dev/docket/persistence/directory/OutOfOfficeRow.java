package dev.docket.persistence.directory;

import java.time.Instant;

/** A period in which a user is out of office; {@code until} is exclusive. */
public record OutOfOfficeRow(Instant from, Instant until) {}
