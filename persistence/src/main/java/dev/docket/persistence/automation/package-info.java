/** Automation rules and their runs. */
@NullMarked
package dev.docket.persistence.automation;

import org.jspecify.annotations.NullMarked;
