package dev.docket.persistence.tickets;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.mapper.Nested;

/** The columns of the table {@code tickets}, by the components of {@link TicketRow} and of its nested records. */
final class TicketColumns {

    /** Columns that never change once the ticket is stored. */
    private static final Set<String> FIXED = Set.of(
            "account_id", "id", "unique_id", "ticket_number", "source", "requester_type", "requester_id", "created_at");

    /** The assignments of an {@code UPDATE} that sets all other columns from a row {@code w}. */
    static final String CHANGES = of(TicketRow.class, "")
            .filter(column -> !FIXED.contains(column))
            .map(column -> column + " = w." + column)
            .collect(Collectors.joining(", "));

    private TicketColumns() {}

    private static Stream<String> of(Class<?> row, String prefix) {
        return Stream.of(row.getRecordComponents()).flatMap(component -> {
            Nested nested = component.getAccessor().getAnnotation(Nested.class);
            return nested == null
                    ? Stream.of(prefix + new SnakeCaseStrategy().translate(component.getName()))
                    : of(component.getType(), nested.value());
        });
    }
}
