/** What an account sets up, whatever its kind: creating, reading, listing, changing and deleting it. */
@NullMarked
package dev.docket.server.configurations;

import org.jspecify.annotations.NullMarked;
