/** Ticket rotations, their epochs and their turns. */
@NullMarked
package dev.docket.persistence.rotations;

import org.jspecify.annotations.NullMarked;
