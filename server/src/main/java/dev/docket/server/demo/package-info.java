/** The initial data of serve --demo. */
@NullMarked
package dev.docket.server.demo;

import org.jspecify.annotations.NullMarked;
