package dev.docket.persistence.directory;

/** An entity of the directory. */
public interface EntityRow {

    /** From 1; incremented by every change. */
    long revision();
}
