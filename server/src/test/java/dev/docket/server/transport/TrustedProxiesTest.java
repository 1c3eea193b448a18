package dev.docket.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final String PEER = "10.0.0.1";
    private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8, 192.168.1.7, fd00::/8, ::1");

    private static List<String> lines(@Nullable String header) {
        return header == null ? List.of() : List.of(header.split(" \\+ ", -1));
    }

    private static String client(@Nullable String forwarded, @Nullable String xForwardedFor)
            throws UnknownHostException {
        return PROXIES.client(InetAddress.getByName(PEER), lines(forwarded), lines(xForwardedFor))
                .getHostAddress();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            203.0.113.9                                  | 203.0.113.9
            203.0.113.9:4711                             | 203.0.113.9
            2001:db8::17                                 | 2001:db8:0:0:0:0:0:17
            [2001:db8::17]                               | 2001:db8:0:0:0:0:0:17
            [2001:db8::17]:4711                          | 2001:db8:0:0:0:0:0:17
            ::ffff:203.0.113.9                           | 203.0.113.9
            1.2.3.4, 203.0.113.9                         | 203.0.113.9
            203.0.113.9, 10.1.2.3, 192.168.1.7           | 203.0.113.9
            203.0.113.9,fd00::5                          | 203.0.113.9
            1.2.3.4 + 203.0.113.9                        | 203.0.113.9
            203.0.113.9 + 10.1.2.3                       | 203.0.113.9
            1.2.3.4, 203.0.113.9, 192.168.1.8, 10.1.2.3  | 192.168.1.8
            10.9.9.9, 10.1.2.3                           | 10.9.9.9
            203.0.113.9, unknown                         | 10.0.0.1
            203.0.113.9, unknown, 10.1.2.3               | 10.1.2.3
            203.0.113.9,                                 | 10.0.0.1
            203.0.113.9, _hidden                         | 10.0.0.1
            proxy.example.com                            | 10.0.0.1
            localhost                                    | 10.0.0.1
            203.0.113.256                                | 10.0.0.1
            203.0.113                                    | 10.0.0.1
            3405803785                                   | 10.0.0.1
            010.1.1.1                                    | 10.0.0.1
            203.0.113.9:                                 | 10.0.0.1
            [203.0.113.9]                                | 10.0.0.1
            2001:db8::17::1                              | 10.0.0.1
            fe80::1%eth0                                 | 10.0.0.1
            "203.0.113.9"                                | 10.0.0.1
            for=203.0.113.9                              | 10.0.0.1
            ~~                                           | 10.0.0.1
            """)
    void nameTheClientInXForwardedFor(String header, String client) throws UnknownHostException {
        assertThat(client(null, header)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            for=203.0.113.9                                         | 203.0.113.9
            For=203.0.113.9;proto=https;by=10.0.0.1                 | 203.0.113.9
            proto=https;for=203.0.113.9;host=a.example              | 203.0.113.9
            for="203.0.113.9:4711"                                  | 203.0.113.9
            for="203.0.113.9:_port"                                 | 203.0.113.9
            for="[2001:db8:cafe::17]"                               | 2001:db8:cafe:0:0:0:0:17
            for="[2001:db8:cafe::17]:4711"                          | 2001:db8:cafe:0:0:0:0:17
            for="[2001:db8:cafe::17]\\:4711"                        | 2001:db8:cafe:0:0:0:0:17
            for=1.2.3.4, for=203.0.113.9                            | 203.0.113.9
            for=203.0.113.9;proto=https, for=10.1.2.3;by=10.0.0.1   | 203.0.113.9
            for=1.2.3.4 + for=203.0.113.9                           | 203.0.113.9
            for=203.0.113.9;host="a, for=1.2.3.4"                   | 203.0.113.9
            for=203.0.113.9;host="a;for=\\"1.2.3.4"                 | 203.0.113.9
            for=unknown                                             | 10.0.0.1
            for=_hidden                                             | 10.0.0.1
            for="_hidden:4711"                                      | 10.0.0.1
            for=1.2.3.4, for=unknown, for=10.1.2.3                  | 10.1.2.3
            proto=https                                             | 10.0.0.1
            for=1.2.3.4, proto=https                                | 10.0.0.1
            for=[2001:db8::17]                                      | 10.0.0.1
            for=2001:db8::17                                        | 10.0.0.1
            for="2001:db8::17"                                      | 10.0.0.1
            for="[203.0.113.9]"                                     | 10.0.0.1
            for=203.0.113.9:4711                                    | 10.0.0.1
            for=a.example                                           | 10.0.0.1
            for="203.0.113.9                                        | 10.0.0.1
            host="a, for=203.0.113.9                                | 10.0.0.1
            for=                                                    | 10.0.0.1
            for                                                     | 10.0.0.1
            for=203.0.113.9;                                        | 10.0.0.1
            for=203.0.113.9,                                        | 10.0.0.1
            for = 203.0.113.9                                       | 10.0.0.1
            for=203.0.113.9 for=1.2.3.4                             | 10.0.0.1
            203.0.113.9                                             | 10.0.0.1
            ~~                                                      | 10.0.0.1
            """)
    void nameTheClientInForwarded(String header, String client) throws UnknownHostException {
        assertThat(client(header, null)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            for=203.0.113.9                | 203.0.113.9           | 203.0.113.9
            for="[2001:db8::17]:1"         | 2001:db8::17          | 2001:db8:0:0:0:0:0:17
            for=203.0.113.9, for=10.1.2.3  | 1.2.3.4, 203.0.113.9  | 203.0.113.9
            for=1.2.3.4                    | 203.0.113.9           | 10.0.0.1
            for=203.0.113.9                | 1.2.3.4               | 10.0.0.1
            for=203.0.113.9                | unknown               | 10.0.0.1
            garbage                        | 203.0.113.9           | 10.0.0.1
            """)
    void mustAgreeIfBothHeadersAreGiven(String forwarded, String xForwardedFor, String client)
            throws UnknownHostException {
        assertThat(client(forwarded, xForwardedFor)).isEqualTo(client);
    }

    @Test
    void nameNoClientWithoutAHeader() throws UnknownHostException {
        assertThat(client(null, null)).isEqualTo(PEER);
    }

    @Test
    void areBelievedAndNoOthers() throws IOException {
        TransportLimitsBuilder limits = TestServer.limits().trustedProxies(TrustedProxies.of("127.0.0.1"));
        String request = "GET /address HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 1.2.3.4\r\n"
                + "X-Forwarded-For: 203.0.113.9\r\n\r\n";
        try (TestServer server = new TestServer(limits);
                RawClient proxy = server.connect();
                RawClient other = new RawClient(server.port(), InetAddress.getByName("127.0.0.2"), null)) {
            assertThat(proxy.send(request).read().body()).isEqualTo("203.0.113.9");
            assertThat(proxy.get("/address").body()).isEqualTo("127.0.0.1");
            assertThat(other.send(request).read().body()).isEqualTo("127.0.0.2");
        }
        try (TestServer server = new TestServer();
                RawClient client = server.connect()) {
            assertThat(client.send(request).read().body()).isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.77/8, 10.1.1.1, true",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "192.168.1.6/31, 192.168.1.7, true",
        "192.168.1.6/31, 192.168.1.8, false",
        "192.168.1.7, 192.168.1.7, true",
        "192.168.1.7/32, 192.168.1.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 10.0.0.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "::ffff:10.0.0.1, 10.0.0.1, true"
    })
    void areRangesOfAddresses(String range, String address, boolean included) throws UnknownHostException {
        assertThat(TrustedProxies.of(range).include(InetAddress.getByName(address)))
                .isEqualTo(included);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "::1/129",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "/8",
                "10.0.0/8",
                "localhost",
                "a.example",
                "[::1]",
                "10.0.0.1:80",
                "10.0.0.0/a",
                "fe80::1%1",
                "*",
                "10.0.0.1 10.0.0.2"
            })
    void areNothingElse(String list) {
        assertThatThrownBy(() -> TrustedProxies.of("::1," + list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + list + "' is neither an IP address nor a network such as 10.0.0.0/8");
    }
}
