/** Personal data is taken away from tickets: of requesters who want that, and of what ended long ago. */
@NullMarked
package dev.docket.server.erasure;

import org.jspecify.annotations.NullMarked;
