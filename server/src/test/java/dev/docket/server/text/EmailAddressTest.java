package dev.docket.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rosa@example.com",
                "rosa+tickets@example.com",
                "o'hara@example.ie",
                "r.o.s.a@sub.example.co.uk",
                "ROSA@EXAMPLE.COM",
                "user%example.com@example.org",
                "a@b",
                "root@localhost",
                "a_b-c!#$&*/=?^`{|}~@example.com",
                "1@2.example",
                "jörg@münchen.example",
                "jörg@xn--mnchen-3ya.example",
                "用户@例子.example",
                "अजय@डाटा.भारत",
                "\"quoted\"@example.com",
                "\"a@b\"@example.com",
                "a@b-c.example"
            })
    void isTaken(String address) {
        assertThat(EmailAddress.problem(address)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "rosa",
                "rosa@",
                "@example.com",
                "<a@b.c>",
                "Rosa <rosa@example.com>",
                "mailto:rosa@example.com",
                "a@xn--",
                "a@b..c",
                "a@.b",
                "a@b.",
                "a..b@example.com",
                ".a@example.com",
                "a.@example.com",
                "a@-b.example",
                "a@b-.example",
                "a@b_c.example",
                "a@b@c.example",
                "\"a b\"@example.com",
                "a(b)@example.com",
                "\"@example.com",
                "\"\"@example.com",
                "\"a\"b\"@example.com",
                "a\"b\"@example.com",
                "a@[192.168.0.1]",
                "a@exam ple.com",
                "a b@example.com",
                "a,b@example.com",
                "a@example.com,b@example.com",
                "a;b@example.com",
                "a@exam\nple.com",
                "a@exam\u200Bple.com",
                "\uFEFFa@example.com",
                "a\u0000@example.com",
                "a@b/c"
            })
    void isRefusedWithWhatWouldBeRight(String address) {
        assertThat(EmailAddress.problem(address)).startsWith("must be an email address");
    }

    @Test
    void namesACharacterThatCannotBeSeen() {
        assertThat(EmailAddress.problem("a@exam\u200Bple.com")).contains("U+200B");
        assertThat(EmailAddress.problem("a b@example.com")).contains("U+0020");
    }

    @Test
    void hasLabelsOfAtMost63Characters() {
        assertThat(EmailAddress.isOne("a@" + "b".repeat(63))).isTrue();
        assertThat(EmailAddress.isOne("a@" + "b".repeat(64))).isFalse();
    }
}
