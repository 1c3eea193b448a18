package dev.docket.server.http.json;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

    private static RunningServer server;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer create(String body) {
        return client.post("/tickets", body);
    }

    /** {@code json} instead of the subject's value. */
    private static String withSubject(String json) {
        return ticket().replace("\"Card reader shows error 42\"", json);
    }

    @Nested
    class Syntax {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{",
                    "{\"subject\"",
                    "{\"subject\": \"a\",}",
                    "{'subject': 'a'}",
                    "{subject: \"a\"}",
                    "{\"subject\": undefined}",
                    "{\"customFields\": {\"a\": NaN}}",
                    "{\"customFields\": {\"a\": 01}}",
                    "{\"customFields\": {\"a\": +1}}",
                    "{\"customFields\": {\"a\": .5}}",
                    "{\"customFields\": {\"a\": 1.}}",
                    "{\"customFields\": {\"a\": 0x10}}",
                    "{\"subject\": \"a\tb\"}",
                    "{\"subject\": \"\\x\"}",
                    "{\"subject\": \"\\u12\"}",
                    "// comment\n{}",
                    "{} {}",
                    "{}]",
                    "{}x",
                    "[]",
                    "[{}]",
                    "\"{}\"",
                    "\"\"",
                    "7",
                    "true"
                })
        void mustBeThatOfOneObject(String body) {
            assertThat(create(body).violations()).containsExactly("malformed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", " null "})
        void mustNotBeThatOfNull(String body) {
            assertThat(create(body).violations()).containsExactly("required");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\r\n"})
        void mustNotBeEmpty(String body) {
            assertThat(create(body).violations()).hasSize(1).isSubsetOf("malformed", "required");
        }

        @Test
        void saysWhereItIsBroken() {
            assertThat(create("{\n  \"subject\": oops\n}").expect(400).body()).contains("line 2, column 1");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"subject\": \"a\", \"subject\": \"a\"}",
                    "{\"subject\": \"a\", \"s\\u0075bject\": \"a\"}",
                    "{\"customFields\": {\"a\": 1, \"a\": 2}}",
                    "{\"customFields\": {\"a\": {\"b\": 1, \"b\": 1}}}",
                    "{\"unknown\": {\"b\": 1, \"b\": 1}}"
                })
        void mustNotNameAPropertyTwice(String body) {
            Answer answer = create(body);

            assertThat(answer.violations()).containsExactly("malformed");
            assertThat(answer.body()).contains("a property name is repeated");
        }

        @Test
        void mustNotBeNestedDeeply() {
            create(ticket("""
                    {"customFields": {"a": %s1%s}}""".formatted("[".repeat(30), "]".repeat(30)))).expect(201);
            for (int depth : new int[] {31, 1_000, 100_000}) {
                String nested = "[".repeat(depth) + "]".repeat(depth);
                Answer answer = create("{\"customFields\": {\"a\": %s}, %s".formatted(nested, ticket().substring(1)));

                assertThat(answer.violations()).containsExactly("malformed");
                assertThat(answer.body()).contains("nested too deeply");
            }
        }

        @Test
        void mustNotHaveAnEndlessName() {
            assertThat(create(ticketWith("n".repeat(100_000), 1)).violations()).containsExactly("malformed");
        }

        @Test
        void doesNotNameTheLibraryThatReadsIt() {
            for (String body : new String[] {"{", "{\"subject\": oops}", "[]", "7", "{} {}"}) {
                assertThat(create(body).expect(400).body())
                        .doesNotContainIgnoringCase("jackson")
                        .doesNotContainIgnoringCase("java")
                        .doesNotContainIgnoringCase("token");
            }
        }
    }

    @Nested
    class Text {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Grüße",
                    "日本語",
                    "🙂",
                    "👩‍👩‍👧",
                    "\u202Eabc",
                    "line\nbreak\ttab",
                    "\"quoted\" \\ back",
                    "\uFFFE\uFFFF",
                    "\u007F"
                })
        void comesBackAsItWasSent(String text) {
            assertThat(create(ticketWith("customFields", Map.of("text", text)))
                            .expect(201)
                            .json()
                            .at("/customFields/text")
                            .asText())
                    .isEqualTo(text);
        }

        @Test
        void mayBeEscaped() {
            assertThat(create(withSubject("\"\\u0041\\ud83d\\ude42\\/\""))
                            .expect(201)
                            .json()
                            .get("subject")
                            .asText())
                    .isEqualTo("A🙂/");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\\u0000",
                    "a\\u0000b",
                    "\\ud800",
                    "\\udc00",
                    "\\ud83d",
                    "\\ude42\\ud83d",
                    "\\ud83dx",
                    "\\ud83d\\ud83d\\ude42"
                })
        void mustBeStorable(String text) {
            assertThat(create(withSubject("\"" + text + "\"")).violations()).containsExactly("/subject invalid_text");
            assertThat(create("{\"tags\": [\"a\", \"%s\"], %s".formatted(text, ticket().substring(1)))
                            .violations())
                    .containsExactly("/tags/1 invalid_text");
            assertThat(create("{\"customFields\": {\"a\": [{\"b\": \"%s\"}]}, %s"
                                    .formatted(text, ticket().substring(1)))
                            .violations())
                    .containsExactly("/customFields/a/0/b invalid_text");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\\u0000", "\\ud800", "a\\udc00", "\\ude42\\ud83d"})
        void mustBeStorableInNamesToo(String name) {
            assertThat(create("{\"customFields\": {\"%s\": 1}, %s".formatted(name, ticket().substring(1)))
                            .violations())
                    .hasSize(1)
                    .allMatch(violation -> violation.matches("malformed|/customFields/.+ invalid_text"));
            assertThat(create("{\"%s\": 1, %s".formatted(name, ticket().substring(1)))
                            .violations())
                    .isNotEmpty()
                    .allMatch(violation -> violation.matches("malformed|/.+ (invalid_text|unknown_property)"));
        }

        @Test
        void isReportedWithTheOtherViolations() {
            assertThat(create("""
                            {"subject": "\\u0000", "priority": "huge"}""").violations())
                    .contains("/subject invalid_text", "/priority unknown_value", "/category required");
        }
    }

    @Nested
    class Encoding {

        /** Bytes in the middle of the subject. */
        private static byte[] withBytes(String hex) {
            String[] around = withSubject("\"#\"").split("#");
            byte[] before = around[0].getBytes(StandardCharsets.UTF_8);
            byte[] bytes = HexFormat.of().parseHex(hex);
            byte[] after = around[1].getBytes(StandardCharsets.UTF_8);
            byte[] body = new byte[before.length + bytes.length + after.length];
            System.arraycopy(before, 0, body, 0, before.length);
            System.arraycopy(bytes, 0, body, before.length, bytes.length);
            System.arraycopy(after, 0, body, before.length + bytes.length, after.length);
            return body;
        }

        @ParameterizedTest
        @CsvSource({
            "ff, no byte of UTF-8",
            "80, a continuation of nothing",
            "c3, a start without continuation",
            "e282, an end too soon",
            "c080, U+0000 longer than needed",
            "c1bf, U+007F longer than needed",
            "e08080, U+0000 much longer than needed",
            "eda080, a high surrogate",
            "edb080, a low surrogate",
            "eda0bdedb982, a pair of surrogates",
            "f4908080, beyond U+10FFFF",
            "f8888080, five bytes",
            "fc, Latin-1"
        })
        void mustBeWellFormedUtf8(String hex, String what) {
            assertThat(client.post("/tickets", "application/json", withBytes(hex))
                            .violations())
                    .as(what)
                    .containsExactly("malformed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
        void mustNotBeAnother(String charset) {
            byte[] body = ticket().getBytes(Charset.forName(charset));

            assertThat(client.post("/tickets", "application/json", body).violations())
                    .containsExactly("malformed");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""})
        void isWhatTheContentTypeSays(String contentType) {
            client.post("/tickets", contentType, ticket()).expect(201);
        }
    }
}
