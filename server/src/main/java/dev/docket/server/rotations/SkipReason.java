package dev.docket.server.rotations;

/** Why a member of a rotation takes no turns for now. */
public enum SkipReason {
    INACTIVE,
    OUT_OF_OFFICE
}
