package dev.docket.persistence.tickets;

import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * What tickets are sorted by, and in which direction. Tickets without a value are last in both.
 *
 * @param key what is compared
 */
public record TicketOrder(Key key, boolean isDescending) {

    /** What tickets can be sorted by. */
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
        /** Of tickets that have one, as it is indexed. */
        KNOWN_RESOLUTION_DUE(
                "CASE WHEN t.sla_resolution_due IS NULL THEN 'infinity' ELSE t.sla_resolution_due END", Type.TIME),
        /** Only of tickets that were searched for. */
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
         * The text of a value, as a row of a list has it in its place.
         *
         * @throws RuntimeException if it is none
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

        /** As PostgreSQL writes times in UTC: {@code 2026-03-06 21:30:00.123456+00}. */
        private static String parseTime(String text) {
            if (!text.endsWith("infinity")) {
                Instant.parse(text.replace(' ', 'T').replace("+00", "Z"));
            } else if (!text.equals("infinity") && !text.equals("-infinity")) {
                throw new IllegalArgumentException("no time is so");
            }
            return text;
        }

        private static String parseReal(String text) {
            float value = Float.parseFloat(text);
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("no relevance is so");
            }
            return Float.toString(value);
        }
    }

    /** The value of a row, as SQL. */
    String sql() {
        return key.sql(isDescending);
    }

    /** The type of the value in SQL. */
    String type() {
        return key.type.sql;
    }
}
