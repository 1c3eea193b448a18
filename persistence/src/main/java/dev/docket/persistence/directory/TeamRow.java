package dev.docket.persistence.directory;

import dev.docket.persistence.text.SearchText;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;

/** Users who share work. {@code memberIds} are in the order of their characters. */
public record TeamRow(long id, String name, List<String> memberIds, long revision) implements EntityRow {

    @JdbiConstructor
    public TeamRow {}

    /** A new team without members. */
    public TeamRow(long id, String name) {
        this(id, name, List.of(), 1);
    }

    @Override
    public String searchText() {
        return SearchText.of(id, name);
    }
}
