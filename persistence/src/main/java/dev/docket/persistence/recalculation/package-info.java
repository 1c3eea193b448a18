/** Open tickets whose service level has to be recalculated. */
@NullMarked
package dev.docket.persistence.recalculation;

import org.jspecify.annotations.NullMarked;
