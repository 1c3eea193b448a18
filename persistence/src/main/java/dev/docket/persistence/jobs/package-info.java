/** Recurring jobs of the installation. */
@NullMarked
package dev.docket.persistence.jobs;

import org.jspecify.annotations.NullMarked;
