package dev.docket.persistence.directory;

import dev.docket.persistence.text.RequesterWords;
import dev.docket.persistence.text.SearchText;
import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;

/** A merchant identification number: the descriptor is what a cardholder reads on a statement. */
public record MidRow(long id, String uniqueId, long merchantId, String descriptor, long revision) implements EntityRow {

    @JdbiConstructor
    public MidRow {}

    /** A new MID. */
    public MidRow(long id, String uniqueId, long merchantId, String descriptor) {
        this(id, uniqueId, merchantId, descriptor, 1);
    }

    @Override
    public String searchText() {
        return SearchText.of(id, uniqueId, descriptor);
    }

    /** The words of the name that a ticket of this requester has. */
    public String nameWords() {
        return RequesterWords.ofName(descriptor);
    }
}
