package dev.docket.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://srv_01.intranet.example/wiki",
                "http://srv_01/wiki",
                "http://_dmarc.example.com",
                "https://münchen.example/straße?größe=1#über",
                "https://xn--mnchen-3ya.example/",
                "http://localhost:8080",
                "HTTP://Example.COM",
                "https://example.com.",
                "https://192.168.0.1:65535/x",
                "http://[::1]:8080/",
                "http://[2001:db8::7]/",
                "https://example.com?x",
                "https://example.com#x",
                "https://example.com/a|b/{c}/[d]/^e/`f`?g[]=1&h={2}|3",
                "https://example.com/a%20b%zz",
                "https://user:secret@example.com/",
                "https://例え.テスト/パス",
                "https://हिन्दी.example/",
                "https://a-.example/",
                "https://example.com/it's(here)!*"
            })
    void isTakenAsByBrowsers(String url) {
        assertThat(WebAddress.isOne(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "//example.com/",
                "http:example.com",
                "http:/example.com",
                "http:///example.com",
                "http://",
                "http://?x",
                "ftp://example.com/",
                "javascript:alert(1)",
                "javascript://example.com/%0aalert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "mailto:rosa@example.com",
                " https://example.com/",
                "https://example.com/a b",
                "https://exa mple.com/",
                "https://example.com/\u200B",
                "https://exam\u00ADple.com/",
                "https://example.com/\n",
                "https://example.com\\@evil.example/",
                "https://example.com/<script>",
                "https://example.com/\"x",
                "https://example.com:65536/",
                "https://example.com:port/",
                "https://example.com:-1/",
                "https://.example.com/",
                "https://a..example/",
                "https://999.1.1.1/",
                "https://1.2.3/",
                "https://0x7f.1/",
                "https://[::1/",
                "https://[g::1]/",
                "https://exa%6Dple.com/",
                "https://exa!mple.com/",
                "https://@/"
            })
    void isRefusedOtherwise(String url) {
        assertThat(WebAddress.isOne(url)).isFalse();
    }
}
