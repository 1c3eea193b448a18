/** Files of tickets: what may be one, how it comes in and goes out, and where its content is kept. */
@NullMarked
package dev.docket.server.attachments;

import org.jspecify.annotations.NullMarked;
