/** What is done by rules whenever tickets change. */
@NullMarked
package dev.docket.server.automation;

import org.jspecify.annotations.NullMarked;
