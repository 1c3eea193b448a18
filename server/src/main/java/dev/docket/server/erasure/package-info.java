/** Erasure of personal data from tickets: at the request of a requester, and by age. */
@NullMarked
package dev.docket.server.erasure;

import org.jspecify.annotations.NullMarked;
