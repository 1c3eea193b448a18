/**
 * Ticket rotations: their configuration and members, the availability of members, and the tickets that wait for an
 * agent. The arithmetic is in {@link dev.docket.server.rotations.deck}.
 */
@NullMarked
package dev.docket.server.rotations;

import org.jspecify.annotations.NullMarked;
