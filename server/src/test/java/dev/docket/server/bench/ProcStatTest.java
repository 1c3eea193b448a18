package dev.docket.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {

    @Test
    void readsWhatAProcessAndItsEndedChildrenHaveUsed() {
        String line = "4711 (postgres) S 12 4711 4711 0 -1 4194560 5 6 7 8 100 20 3000 400 20 0 1 0 48704 2998272 383";

        assertThat(ProcStat.parse(line)).isEqualTo(new ProcStat(4711, "postgres", 12, 120, 3400));
    }

    @Test
    void readsNamesWithParenthesesAndBlanks() {
        String line = "7 (a) b (c)) R 1 7 7 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 0 0 0";

        assertThat(ProcStat.parse(line)).isEqualTo(new ProcStat(7, "a) b (c)", 1, 3, 7));
    }
}
