/** Personal data that is taken away from tickets. */
@NullMarked
package dev.docket.persistence.erasure;

import org.jspecify.annotations.NullMarked;
