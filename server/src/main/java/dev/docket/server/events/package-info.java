/** The history of tickets, and which events each of its entries is. */
@NullMarked
package dev.docket.server.events;

import org.jspecify.annotations.NullMarked;
