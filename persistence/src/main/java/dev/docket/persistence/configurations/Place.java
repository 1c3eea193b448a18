package dev.docket.persistence.configurations;

/** A place in the order of a kind of configurations: by {@code sortOrder}, then by {@code id}. */
public record Place(int sortOrder, String id) {

    /** Before every configuration. */
    public static final Place FIRST = new Place(Integer.MIN_VALUE, "");
}
