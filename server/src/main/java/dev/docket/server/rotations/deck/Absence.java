package dev.docket.server.rotations.deck;

/** The reason why a member of a rotation takes no turns for now; of several reasons, the first in this order. */
public enum Absence {
    /** The user no longer works here. */
    INACTIVE,
    /** The member has as many open tickets as its limit allows. */
    AT_CAPACITY,
    /** The user is marked as unavailable, without an end. */
    UNAVAILABLE,
    /** The user is out of office for a known time. */
    OUT_OF_OFFICE
}
