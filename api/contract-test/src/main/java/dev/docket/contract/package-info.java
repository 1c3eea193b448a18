/** Holds HTTP exchanges against the contract of Docket. */
@NullMarked
package dev.docket.contract;

import org.jspecify.annotations.NullMarked;
