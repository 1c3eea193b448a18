/** The command line. */
@NullMarked
package dev.docket.server.cli;

import org.jspecify.annotations.NullMarked;
