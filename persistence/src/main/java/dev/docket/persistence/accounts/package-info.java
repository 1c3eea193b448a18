/** Accounts, and the tokens that may use them. */
@NullMarked
package dev.docket.persistence.accounts;

import org.jspecify.annotations.NullMarked;
