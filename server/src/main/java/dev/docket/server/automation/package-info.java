/** Automation rules: their configuration, dry runs, and the job that runs them for what happened to tickets. */
@NullMarked
package dev.docket.server.automation;

import org.jspecify.annotations.NullMarked;
