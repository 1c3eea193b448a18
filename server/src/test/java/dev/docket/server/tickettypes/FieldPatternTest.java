package dev.docket.server.tickettypes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import dev.docket.server.tickettypes.FieldPattern.TooLargeException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPatternTest {

    @Nested
    class Size {

        /** What people write. */
        @ParameterizedTest
        @CsvSource(delimiter = '~', textBlock = """
            [A-Z]{2}[0-9]{6}                                       ~ AB123456
            TX-\\d{6}                                              ~ TX-204981
            [a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,63}               ~ a.b@example.com
            (\\d{3}-){2}\\d{4}                                     ~ 415-555-0142
            [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}              ~ 019a3f0e-0000-7000-8000-00000000dead
            .{1,500}                                               ~ anything
            ((\\d{1,3})\\.){3}\\d{1,3}                             ~ 192.168.0.1
            (?i)(visa|mastercard|amex)                             ~ VISA
            [A-Z]{2}\\d{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?   ~ DE89 3704 0044 0532 0130 00
            \\p{Lu}\\p{Ll}{1,10}                                   ~ Ärger
            [^\\]{}]{3}                                            ~ a(b
            []a]{3}                                                ~ a]a
            \\Q{1000}{1000}\\E                                     ~ {1000}{1000}
            \\{1000\\}{3}                                          ~ {1000}}}
            a{1000                                                 ~ a{1000
            a{,1000}                                               ~ a{,1000}
            [[:alpha:]]{20}                                        ~ abcdefghijklmnopqrst
            (a|b|c|d){100}?x?                                      ~ %s
            """)
        void isThatOfAnOrdinaryPattern(String expression, String text) {
            FieldPattern pattern = FieldPattern.of(expression);

            assertThat(pattern.size()).isBetween(1, FieldPattern.MAX_SIZE);
            assertThat(pattern.matches(text.equals("%s") ? "abcd".repeat(25) : text))
                    .isTrue();
        }

        /** Each was, or would be, compiled into thousands to billions of instructions. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "((a{1000}){1000}){100}",
                    "((a{1000}){1000}){10}",
                    "(?:[a-z]{0,1000}){0,100}",
                    "((((a{10}){10}){10}){10}){10}",
                    "(a{100}){100}",
                    "([a-z]{1,32}){64}",
                    "(a|b{500}){9}",
                    "((){1000}){1000}",
                    "(\\b{1000}){1000}",
                    "(a*){1000}",
                    "(x+x+){500}y",
                    ".{1000}.{1000}.{1000}",
                    "(?i)(abc){600}",
                    "([\\]){1000}]{1000}){1000}",
                    "(a\\Q)\\E{1000}){1000}",
                    "([[:alpha:]){1000}]{1000}){1000}",
                    "([^]){9}]{1000}){1000}",
                    "(\\({1000}){1000}",
                    "(?P<n>(?:a{999}){999}){999}",
                    "\\pL\\pN{1000}",
                    "(\\pL{30}){30}",
                    "((((((((((a{2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}",
                })
        void ofManyRepetitionsIsRefusedBeforeItIsCompiled(String expression) {
            assertThatThrownBy(() -> FieldPattern.of(expression)).isInstanceOf(TooLargeException.class);
        }

        @Test
        void isLimitedExactly() {
            // Each letter is one instruction; two more begin and end the program.
            assertThat(FieldPattern.of("a{1000}b{1000}c{498}").size()).isEqualTo(FieldPattern.MAX_SIZE);
            assertThatThrownBy(() -> FieldPattern.of("a{1000}b{1000}c{499}")).isInstanceOf(TooLargeException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"(", "a{1001}", "(?=a)", "\\1", "[z-a]", "*", "a**", "(?<=x)y", "\\8", "[[:none:]]"})
        void isUnknownIfThePatternIsBroken(String expression) {
            assertThatThrownBy(() -> FieldPattern.of(expression)).isInstanceOf(PatternSyntaxException.class);
        }
    }

    @Nested
    class Steps {

        @ParameterizedTest
        @CsvSource(delimiter = '~', textBlock = """
            a{998}   ~ 16384 ~ true
            a{998}   ~ 16385 ~ false
            [a-z]*   ~ 65536 ~ true
            .{0,120} ~ 65536 ~ true
            .{0,130} ~ 65536 ~ false
            """)
        void areCountedBeforeTheyAreTaken(String expression, int length, boolean suffice) {
            FieldPattern pattern = FieldPattern.of(expression);

            assertThat(new PatternSteps().take(pattern, "a".repeat(length))).isEqualTo(suffice);
        }

        @Test
        void areSharedByTheFieldsOfATicket() {
            PatternSteps steps = new PatternSteps();
            FieldPattern pattern = FieldPattern.of("a{998}");

            assertThat(steps.take(pattern, "a".repeat(10_000))).isTrue();
            assertThat(steps.take(pattern, "a".repeat(10_000))).isFalse();
            assertThat(steps.take(pattern, "a".repeat(6_384))).isTrue();
        }
    }
}
