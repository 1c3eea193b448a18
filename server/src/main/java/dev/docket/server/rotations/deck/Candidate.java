package dev.docket.server.rotations.deck;

/**
 * A member as one turn saw it, to explain an assignment: the eligible member with the largest credit got the ticket;
 * among equals, the first in the list.
 *
 * @param credit in units of {@link RotationEpoch#TICKET}: what the member is owed; for an eligible member, including
 *     its share of this ticket. The credits of all members in a turn sum to exactly one ticket
 */
public record Candidate(RotationMember member, long credit) {}
