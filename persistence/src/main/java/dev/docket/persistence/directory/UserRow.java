package dev.docket.persistence.directory;

import dev.docket.persistence.text.RequesterWords;
import dev.docket.persistence.text.SearchText;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;
import org.jdbi.v3.json.Json;

/**
 * A person who works on tickets.
 *
 * @param isActive whether tickets can be assigned to the user
 * @param isAvailable whether the user takes turns of rotations
 * @param outOfOffice the periods in which the user takes no turns, ordered by start
 */
public record UserRow(
        String id,
        String name,
        String email,
        boolean isActive,
        boolean isAvailable,
        @Json List<OutOfOfficeRow> outOfOffice,
        long revision)
        implements EntityRow {

    @JdbiConstructor
    public UserRow {}

    /** A new user, available and never out of office. */
    public UserRow(String id, String name, String email, boolean isActive) {
        this(id, name, email, isActive, true, List.of(), 1);
    }

    @Override
    public String searchText() {
        return SearchText.of(id, name, email);
    }

    /** The words of the name that a ticket of this requester has. */
    public String nameWords() {
        return RequesterWords.ofName(name);
    }

    /** The words of the email address that a ticket of this requester has. */
    public String contactWords() {
        return RequesterWords.ofContact(email, null);
    }
}
