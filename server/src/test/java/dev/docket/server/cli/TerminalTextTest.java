package dev.docket.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTextTest {

    @ParameterizedTest
    @CsvSource({
        "crm, crm",
        "Müller 漢字 🎫, Müller 漢字 🎫",
        "a\\b, a\\b",
        "'\u001b[31mred', '\\u{1b}[31mred'",
        "'\u001b]0;title\u0007', '\\u{1b}]0;title\\u{7}'",
        "'a\r\nadmin', 'a\\u{d}\\u{a}admin'",
        "a\tb, a\\u{9}b",
        "a\u0008b, a\\u{8}b",
        "a\u007fb, a\\u{7f}b",
        "a\u009b31mb, a\\u{9b}31mb",
        "a\u0085b, a\\u{85}b",
        "a\u202etxt.exe, a\\u{202e}txt.exe",
        "a\u200bb, a\\u{200b}b",
        "a\u2028b, a\\u{2028}b",
        "a\u2029b, a\\u{2029}b",
        "a\ud800b, a\\u{d800}b",
        "a\udb40\udc41b, a\\u{e0041}b"
    })
    void hasNoCharacterThatATerminalObeys(String text, String shown) {
        assertThat(TerminalText.of(text)).isEqualTo(shown);
    }
}
