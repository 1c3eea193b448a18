package dev.docket.persistence.directory;

/** An entity of the directory. */
public interface EntityRow {

    /** From 1; incremented by every change. */
    long revision();

    /** Returns the texts that people search the entity by, folded. */
    String searchText();
}
