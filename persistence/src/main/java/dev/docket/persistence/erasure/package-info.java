/** Erasure of personal data from tickets. */
@NullMarked
package dev.docket.persistence.erasure;

import org.jspecify.annotations.NullMarked;
