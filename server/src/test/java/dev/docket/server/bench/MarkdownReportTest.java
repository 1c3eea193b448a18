package dev.docket.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownReportTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    12345.6   | 12,346
                    123.4     | 123
                    12.34     | 12.3
                    1.234     | 1.23
                    0.01234   | 0.0123
                    0.0000123 | 0.0000
                    0         | 0
                    NaN       | not measured
                    """)
    void showsThreeDigitsThatMatter(double value, String shown) {
        assertThat(MarkdownReport.number(value)).isEqualTo(shown);
    }
}
