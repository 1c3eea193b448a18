package dev.docket.server.rotations.deck;

/**
 * What one turn saw of one member, to explain an assignment: the eligible member with the largest credit got the ticket,
 * the first in the list among equals.
 *
 * @param credit in units of {@link RotationEpoch#TICKET}: what the member is owed, for an eligible member with its share
 *     of this very ticket; over all members the credits of a turn sum to exactly one ticket
 */
public record Candidate(RotationMember member, long credit) {}
