/** Accounts, and the configuration of one as this node knows it. */
@NullMarked
package dev.docket.server.accounts;

import org.jspecify.annotations.NullMarked;
