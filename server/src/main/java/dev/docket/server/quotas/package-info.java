/** Quotas: how much an account may store. */
@NullMarked
package dev.docket.server.quotas;

import org.jspecify.annotations.NullMarked;
