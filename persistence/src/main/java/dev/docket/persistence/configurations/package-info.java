/** What all configurations of an account share: their rows, and the statements that are the same for every kind. */
@NullMarked
package dev.docket.persistence.configurations;

import org.jspecify.annotations.NullMarked;
