/** Accounts, and this node's cache of the rules of each account. */
@NullMarked
package dev.docket.server.accounts;

import org.jspecify.annotations.NullMarked;
