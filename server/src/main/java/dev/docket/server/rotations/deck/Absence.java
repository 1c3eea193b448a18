package dev.docket.server.rotations.deck;

/** Why a member of a rotation takes no turns for now; of several reasons, the first. */
public enum Absence {
    /** Does not work here any more. */
    INACTIVE,
    /** Has as many open tickets as it may have. */
    AT_CAPACITY,
    /** Said so, without an end. */
    UNAVAILABLE,
    /** Said from when until when. */
    OUT_OF_OFFICE
}
