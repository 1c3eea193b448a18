package dev.docket.persistence.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.testing.TestDatabase;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page of {@code EndsByBytes.MAX_BYTES}, as PostgreSQL writes its rows: a few bytes more than their text. */
class PageRowTest {

    private static Database database;

    @BeforeAll
    static void open() {
        database = TestDatabase.create().open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    public record Numbered(int number, String text) {}

    interface Numbers {

        @EndsByBytes
        @SqlQuery("""
                SELECT number, repeat(:character, :length) AS text
                  FROM generate_series(1, :found) number
                 ORDER BY number DESC
                 LIMIT :limit
                """)
        List<PageRow<Numbered>> list(String character, int length, int found, int limit);
    }

    private static List<PageRow<Numbered>> list(String character, int length, int found, int limit) {
        return database.read("a", transaction -> transaction.dao(Numbers.class).list(character, length, found, limit));
    }

    @ParameterizedTest
    @CsvSource({
        // All rows, none of which is left out.
        "x, 10, 5, 200, 5, false",
        "x, 10, 201, 201, 201, false",
        "x, 10, 0, 200, 0, false",
        "x, 5000, 100, 200, 100, false",
        // Ends with the row that exceeds the limit.
        "x, 100000, 20, 200, 6, true",
        "x, 100000, 6, 200, 6, false",
        "x, 100000, 7, 200, 6, true",
        "x, 600000, 3, 200, 1, true",
        "x, 600000, 1, 200, 1, false",
        // Counts bytes, also those that PostgreSQL stores compressed.
        "😀, 65536, 20, 200, 2, true",
        "é, 65536, 20, 200, 4, true",
    })
    void endsWithTheRowThatExceedsTheLimit(
            String character, int length, int found, int limit, int rows, boolean endedEarly) {
        List<PageRow<Numbered>> page = list(character, length, found, limit);

        assertThat(page).hasSize(rows);
        assertThat(PageRow.endedEarly(page)).isEqualTo(endedEarly);
    }

    @Test
    void keepsTheOrderOfTheStatement() {
        assertThat(list("x", 1_000, 300, 201))
                .extracting(row -> row.row().number())
                .startsWith(300, 299, 298)
                .endsWith(101, 100)
                .isSortedAccordingTo((one, other) -> other - one);
    }
}
