/** Open tickets whose SLA has to be recalculated. */
@NullMarked
package dev.docket.persistence.recalculation;

import org.jspecify.annotations.NullMarked;
