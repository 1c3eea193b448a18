/** The data that serve --demo begins with. */
@NullMarked
package dev.docket.server.demo;

import org.jspecify.annotations.NullMarked;
