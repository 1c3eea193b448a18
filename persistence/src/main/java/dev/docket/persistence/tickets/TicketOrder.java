package dev.docket.persistence.tickets;

import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * A sort key of tickets with its direction. Tickets without a value are last in both directions.
 *
 * @param key the value that is compared
 */
public record TicketOrder(Key key, boolean isDescending) {

    /** The sort keys. */
    public enum Key {
        CREATED_AT("t.created_at", Type.TIME),
        UPDATED_AT("t.updated_at", Type.TIME),
        PRIORITY(TicketRank.PRIORITY, Type.INTEGER),
        STATUS(TicketRank.STATUS, Type.INTEGER),
        ID("t.id", Type.ID),
        RESOLUTION_DUE(
                "CASE WHEN t.sla_resolution_due IS NULL THEN 'infinity' ELSE t.sla_resolution_due END",
                "CASE WHEN t.sla_resolution_due IS NULL THEN '-infinity' ELSE t.sla_resolution_due END",
                Type.TIME),
        /** Only for tickets that have a due time; the indexed expression. */
        KNOWN_RESOLUTION_DUE(
                "CASE WHEN t.sla_resolution_due IS NULL THEN 'infinity' ELSE t.sla_resolution_due END", Type.TIME),
        /** Only with a search. */
        RELEVANCE("found.relevance", Type.REAL);

        private final String ascending;
        private final String descending;
        private final Type type;

        Key(String sql, Type type) {
            this(sql, sql, type);
        }

        Key(String ascending, String descending, Type type) {
            this.ascending = ascending;
            this.descending = descending;
            this.type = type;
        }

        String sql(boolean isDescending) {
            return isDescending ? descending : ascending;
        }

        /**
         * Validates the text of a value, as the place of a listed ticket has it.
         *
         * @throws RuntimeException if it is not the text of a value
         */
        public String parse(String text) {
            return type.parse.apply(text);
        }
    }

    private enum Type {
        TIME("timestamptz", Type::parseTime),
        INTEGER("integer", text -> Integer.valueOf(text).toString()),
        ID("bigint", text -> Long.valueOf(text).toString()),
        REAL("real", Type::parseReal);

        private final String sql;
        private final UnaryOperator<String> parse;

        Type(String sql, UnaryOperator<String> parse) {
            this.sql = sql;
            this.parse = parse;
        }

        /** Parses a time as PostgreSQL writes it in UTC: {@code 2026-03-06 21:30:00.123456+00}. */
        private static String parseTime(String text) {
            if (!text.endsWith("infinity")) {
                Instant.parse(text.replace(' ', 'T').replace("+00", "Z"));
            } else if (!text.equals("infinity") && !text.equals("-infinity")) {
                throw new IllegalArgumentException("not a timestamp");
            }
            return text;
        }

        private static String parseReal(String text) {
            float value = Float.parseFloat(text);
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("not a relevance");
            }
            return Float.toString(value);
        }
    }

    /** Returns the SQL expression for the value of a row. */
    String sql() {
        return key.sql(isDescending);
    }

    /** Returns the SQL type of the value. */
    String type() {
        return key.type.sql;
    }
}
