/** Accounts, and the rules of each account as this node has them cached. */
@NullMarked
package dev.docket.server.accounts;

import org.jspecify.annotations.NullMarked;
