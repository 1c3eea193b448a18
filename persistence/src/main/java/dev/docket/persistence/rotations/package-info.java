/** Ticket rotations, what was dealt to them and the turns they took. */
@NullMarked
package dev.docket.persistence.rotations;

import org.jspecify.annotations.NullMarked;
