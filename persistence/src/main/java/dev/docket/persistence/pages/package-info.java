/** Pages of lists that end early if their rows are large. */
@NullMarked
package dev.docket.persistence.pages;

import org.jspecify.annotations.NullMarked;
