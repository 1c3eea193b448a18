/** The configuration of an account, as this node knows it. */
@NullMarked
package dev.docket.server.accounts;

import org.jspecify.annotations.NullMarked;
