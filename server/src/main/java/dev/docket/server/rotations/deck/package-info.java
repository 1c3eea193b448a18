/**
 * Decides which member gets the next ticket: smooth weighted round robin, exact under every edit of a rotation. Pure
 * rules without I/O.
 *
 * <p>A {@link dev.docket.server.rotations.deck.RotationEpoch} holds weights and availability constant and deals a
 * {@link dev.docket.server.rotations.deck.Deck}, so that a database can take turns with a counter alone.
 */
@NullMarked
package dev.docket.server.rotations.deck;

import org.jspecify.annotations.NullMarked;
