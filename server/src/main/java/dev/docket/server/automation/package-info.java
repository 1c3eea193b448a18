/** Automation rules: their configuration, dry runs, and the job that runs them for changes of tickets. */
@NullMarked
package dev.docket.server.automation;

import org.jspecify.annotations.NullMarked;
