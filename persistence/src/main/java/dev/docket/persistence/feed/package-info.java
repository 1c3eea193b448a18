/** The feed of an account: the entries of the history of its tickets in one order, each with its ticket as of then. */
@NullMarked
package dev.docket.persistence.feed;

import org.jspecify.annotations.NullMarked;
