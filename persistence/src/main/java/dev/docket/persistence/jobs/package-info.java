/** What the installation does by itself, at intervals. */
@NullMarked
package dev.docket.persistence.jobs;

import org.jspecify.annotations.NullMarked;
