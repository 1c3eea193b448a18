/** Files of tickets: which files are accepted, how they are sent and read, and where their content is stored. */
@NullMarked
package dev.docket.server.attachments;

import org.jspecify.annotations.NullMarked;
