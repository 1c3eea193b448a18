package dev.docket.server.security;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketOf;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.Issuer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** With an issuer that serves its keys over HTTP. */
class OidcTokensTest {

    private static final RSAKey RSA = rsa("rsa");
    private static final ECKey EC = ec(Curve.P_256, "ec-256");
    private static final JWK[] KEYS = {RSA, EC, ec(Curve.P_384, "ec-384"), ec(Curve.P_521, "ec-521")};

    private static Issuer issuer;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        issuer = Issuer.start();
        issuer.publish(KEYS);
        server = RunningServer.start(issuer.settings());
        server.add(TicketTypeRows.type("vault", List.of("custom:vault"), List.of()));
    }

    @AfterAll
    static void stop() {
        server.close();
        issuer.close();
    }

    @BeforeEach
    void comeBack() {
        issuer.comeBack();
        issuer.publish(KEYS);
        // Another test may have changed the keys; they may be fetched again.
        server.clock.advance(OidcKeys.PAUSE);
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ECKey ec(Curve curve, String id) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Instant now() {
        return server.clock.instant();
    }

    private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(issuer.claims(now())).build();
    }

    private static JWTClaimsSet claims() {
        return claims(same -> same);
    }

    private static String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return Issuer.sign(claims(change), EC, JWSAlgorithm.ES256);
    }

    private static ContractClient client(String token) {
        return server.bearer(token).with("x-account-id", DemoData.ACCOUNT);
    }

    private static ContractClient client(UnaryOperator<JWTClaimsSet.Builder> change) {
        return client(token(change));
    }

    private static JsonNode me(UnaryOperator<JWTClaimsSet.Builder> change) {
        return client(change).get("/me").expect(200).json();
    }

    private static void assertRefused(String token) {
        Answer answer = client(token).get("/me");

        assertProblem(answer, ProblemType.UNAUTHORIZED, "/me");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"docket\", error=\"invalid_token\"");
        assertThat(answer.json().get("detail").asText()).isEqualTo("the token is unknown, expired or revoked");
    }

    @Nested
    class Signature {

        @ParameterizedTest
        @CsvSource({
            "RS256, rsa",
            "RS384, rsa",
            "RS512, rsa",
            "PS256, rsa",
            "PS384, rsa",
            "PS512, rsa",
            "ES256, ec-256",
            "ES384, ec-384",
            "ES512, ec-521"
        })
        void mayBeOfAnyOfTheseAlgorithms(String algorithm, String keyId) {
            JWK key = List.of(KEYS).stream()
                    .filter(other -> other.getKeyID().equals(keyId))
                    .findFirst()
                    .orElseThrow();

            client(Issuer.sign(claims(), key, JWSAlgorithm.parse(algorithm)))
                    .get("/me")
                    .expect(200);
        }

        @Test
        void mayBeOfAKeyThatTheTokenDoesNotName() {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .type(JOSEObjectType.JWT)
                    .build();

            client(Issuer.sign(claims(), EC, header)).get("/me").expect(200);
        }

        @Test
        void mustBeThere() {
            assertRefused(new PlainJWT(claims()).serialize());
            String signed = token(same -> same);
            assertRefused(signed.substring(0, signed.lastIndexOf('.') + 1));
        }

        @Test
        void mustBeOfWhatIsSigned() {
            String[] signed = token(same -> same).split("\\.");
            String[] other = token(claims -> claims.subject("other")).split("\\.");

            assertRefused(signed[0] + "." + other[1] + "." + signed[2]);
        }

        @Test
        void mustNotBeMadeWithThePublicKeyAsASecret() throws JOSEException {
            for (byte[] secret : List.of(
                    RSA.toPublicKey().getEncoded(),
                    RSA.toPublicJWK().toJSONString().getBytes())) {
                SignedJWT forged = new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .type(JOSEObjectType.JWT)
                                .keyID("rsa")
                                .build(),
                        claims());
                forged.sign(new MACSigner(secret));

                assertRefused(forged.serialize());
            }
        }

        @Test
        void mustBeOfAKeyOfTheIssuer() {
            assertRefused(Issuer.sign(claims(), ec(Curve.P_256, "unknown"), JWSAlgorithm.ES256));
            assertRefused(Issuer.sign(claims(), ec(Curve.P_256, "ec-256"), JWSAlgorithm.ES256));
            assertRefused(Issuer.sign(claims(), ec(Curve.P_256, "rsa"), JWSAlgorithm.ES256));
        }

        @Test
        void mustNotBeOfAKeyThatTheTokenBrings() {
            ECKey own = ec(Curve.P_256, "own");
            try (Issuer other = Issuer.start()) {
                other.publish(own);
                for (String id : new String[] {"own", "ec-256", null}) {
                    assertRefused(Issuer.sign(
                            claims(),
                            own,
                            new JWSHeader.Builder(JWSAlgorithm.ES256)
                                    .type(JOSEObjectType.JWT)
                                    .keyID(id)
                                    .jwk(own.toPublicJWK())
                                    .jwkURL(URI.create(other.url() + "/keys"))
                                    .build()));
                }
                assertThat(other.fetches()).isZero();
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x",
                    "..",
                    "a.b.c",
                    "eyJhbGciOiJFUzI1NiJ9.e30.",
                    "eyJhbGciOiJFUzI1NiJ9.W10.AAAA",
                    "eyJhbGciOiJFUzI1NiJ9",
                    "bnVsbA.bnVsbA.AAAA",
                    // Of a known key: a payload that is null, an unknown extension, a jwk that is a number, claims of
                    // wrong types.
                    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImVjLTI1NiJ9.bnVsbA.AAAA",
                    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImVjLTI1NiIsImNyaXQiOlsiYjY0Il0sImI2NCI6ZmFsc2V9.e30.AAAA",
                    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImVjLTI1NiIsImp3ayI6N30.e30.AAAA",
                    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImVjLTI1NiJ9.eyJzdWIiOjcsImF1ZCI6e30sImV4cCI6IngiLCJpc3MiOltdfQ.AAAA",
                    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImVjLTI1NiJ9.eyJleHAiOjFlOTk5fQ.AAAA",
                    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.e30.",
                    "eyJhbGciOjd9.e30.AAAA",
                    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6N30.e30.AAAA",
                    "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA"
                })
        void mustBeOneOfAToken(String garbage) {
            assertRefused(garbage);
        }

        @Test
        void mustNotBeOfDeeplyNestedJson() {
            String deep = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(("{\"a\":" + "[".repeat(3_000) + "]".repeat(3_000) + "}").getBytes());

            assertRefused(deep + ".e30.AAAA");
            assertRefused("eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImVjLTI1NiJ9." + deep + ".AAAA");
        }
    }

    @Nested
    class Claim {

        @Test
        void issMustBeTheIssuer() {
            assertRefused(token(claims -> claims.issuer("https://id.example.com")));
            assertRefused(token(claims -> claims.issuer(issuer.url() + "/")));
            assertRefused(token(claims -> claims.issuer(null)));
        }

        @Test
        void audMustNameThisService() {
            assertRefused(token(claims -> claims.audience("another")));
            assertRefused(token(claims -> claims.audience((String) null)));
            client(claims -> claims.audience(List.of("another", Issuer.AUDIENCE)))
                    .get("/me")
                    .expect(200);
        }

        @Test
        void expMustBeThereAndToCome() {
            assertRefused(token(claims -> claims.expirationTime(null)));
            assertRefused(token(claims -> claims.expirationTime(Date.from(now().minusSeconds(31)))));
            client(claims -> claims.expirationTime(Date.from(now().minusSeconds(29))))
                    .get("/me")
                    .expect(200);
            assertRefused(token(claims -> claims.claim("exp", "tomorrow")));
        }

        @Test
        void nbfMustBeOver() {
            assertRefused(token(claims -> claims.notBeforeTime(Date.from(now().plusSeconds(32)))));
            client(claims -> claims.notBeforeTime(Date.from(now().plusSeconds(29))))
                    .get("/me")
                    .expect(200);
        }

        @ParameterizedTest
        @CsvSource({"at+jwt, 200", "AT+JWT, 200", "application/at+jwt, 200", "JWT, 200", "JOSE, 401", ", 401"})
        void typMustBeThatOfAnAccessToken(String type, int status) {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .type(type == null ? null : new JOSEObjectType(type))
                    .keyID("ec-256")
                    .build();

            client(Issuer.sign(claims(), EC, header)).get("/me").expect(status);
        }

        @Test
        void subMustBeAName() {
            assertRefused(token(claims -> claims.subject(null)));
            assertRefused(token(claims -> claims.subject(" ")));
            assertRefused(token(claims -> claims.subject("a\0")));
            assertRefused(token(claims -> claims.subject("a".repeat(256))));
        }
    }

    @Nested
    class Keys {

        /** With a separate id: keys are not fetched for an id that is known. */
        private final ECKey next = ec(Curve.P_256, UUID.randomUUID().toString());

        private String tokenOf(JWK key) {
            return Issuer.sign(claims(), key, JWSAlgorithm.ES256);
        }

        @Test
        void mayBeReplaced() {
            // However old the keys were, now they are fresh.
            assertRefused(tokenOf(next));
            client(tokenOf(EC)).get("/me").expect(200);
            int before = issuer.fetches();
            server.clock.advance(OidcKeys.PAUSE);
            issuer.publish(EC, next);

            client(tokenOf(next)).get("/me").expect(200);
            assertRefused(tokenOf(ec(Curve.P_256, "unknown")));
            assertThat(issuer.fetches()).isEqualTo(before + 1);
            issuer.publish(next);
            server.clock.advance(OidcKeys.PAUSE);
            assertRefused(tokenOf(ec(Curve.P_256, "unknown")));
            assertRefused(tokenOf(EC));
            client(tokenOf(next)).get("/me").expect(200);
        }

        @Test
        void areKnownThoughTheIssuerIsDown() {
            client(tokenOf(EC)).get("/me").expect(200);
            assertRefused(tokenOf(ec(Curve.P_256, "unknown")));
            issuer.goDown();
            server.clock.advance(OidcKeys.PAUSE);

            Answer refused = client(tokenOf(next)).get("/me");
            assertProblem(refused, ProblemType.SERVICE_UNAVAILABLE, "/me");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            client(tokenOf(EC)).get("/me").expect(200);

            issuer.comeBack();
            issuer.publish(EC, next);
            server.clock.advance(OidcKeys.PAUSE);
            client(tokenOf(next)).get("/me").expect(200);
        }
    }

    @Nested
    class Caller {

        @Test
        void isTheCallerThatTheClaimsName() {
            JsonNode me = me(same -> same);

            assertThat(me.get("tokenId").asText())
                    .isEqualTo(me(claims -> claims.claim("name", "Other"))
                            .get("tokenId")
                            .asText())
                    .isNotEqualTo(me(claims -> claims.subject("f3b1-ben"))
                            .get("tokenId")
                            .asText());
            assertThat(me.get("name").asText()).isEqualTo("Ana Ortiz");
            assertThat(me.get("actsAs").asText()).isEqualTo("agent");
            assertThatJson(me.get("roles")).isEqualTo("[\"admin\"]");
            assertThatJson(me.get("accounts")).isEqualTo("[{\"id\": \"2311\", \"name\": \"Harbor Card Services\"}]");
            assertThat(Instant.parse(me.get("expiresAt").asText())).isEqualTo(now().plusSeconds(300));
        }

        @Test
        void isCalledByTheBestNameThatThereIs() {
            assertThat(me(claims -> claims.claim("name", null).claim("preferred_username", "ana"))
                            .get("name")
                            .asText())
                    .isEqualTo("ana");
            assertThat(me(claims -> claims.claim("name", "a\0")).get("name").asText())
                    .isEqualTo("f3b1-ana");
        }

        @Test
        void actsAsAnAgentUnlessTheClaimSaysOtherwise() {
            assertThat(me(claims -> claims.claim("docket_acts_as", "agent"))
                            .get("actsAs")
                            .asText())
                    .isEqualTo("agent");
            for (Object other : List.of("requester", "Agent", 7)) {
                assertThat(me(claims -> claims.claim("docket_acts_as", other)
                                        .claim("docket_requester", "merchant:1001"))
                                .get("actsAs")
                                .asText())
                        .isEqualTo("requester");
            }
        }

        @Test
        void isBoundToTheRequesterThatItNames() {
            ContractClient rosa = client(
                    claims -> claims.claim("docket_acts_as", "requester").claim("docket_requester", "merchant:1001"));
            String own = rosa.post("/tickets", ticketOf("merchant", "1001"))
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();
            String other = server.client()
                    .post("/tickets", ticketOf("merchant", "1002"))
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();

            rosa.get("/tickets/" + own).expect(200);
            rosa.get("/tickets/" + other).expect(404);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "merchant",
                    "merchant:",
                    "merchant:404",
                    "Merchant:1001",
                    "king:1001",
                    " merchant:1001",
                    ":1001",
                    "1001",
                    "external:rosa",
                    "external:erased@erased.invalid",
                    "user:absent@example.com",
                    "lead:1001,merchant:1001"
                })
        void isRejectedIfItActsAsNoKnownRequester(String requester) {
            client(claims -> claims.claim("docket_acts_as", "requester").claim("docket_requester", requester))
                    .get("/me")
                    .expect(401);
        }

        @Test
        void isRejectedIfItsRequesterIsNotOfOneAccount() {
            for (Object accounts : List.of("*", List.of("2311", "4711"), List.of())) {
                client(claims -> claims.claim("docket_acts_as", "requester")
                                .claim("docket_requester", "merchant:1001")
                                .claim("docket_accounts", accounts))
                        .get("/me")
                        .expect(401);
            }
            client(claims -> claims.claim("docket_acts_as", "requester"))
                    .get("/me")
                    .expect(401);
            client(claims -> claims.claim("docket_acts_as", "requester").claim("docket_requester", 1001))
                    .get("/me")
                    .expect(401);
        }

        @Test
        void isTheActorInTheHistory() {
            ContractClient ana = client(same -> same);
            String id = ana.post("/tickets", ticket())
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();

            JsonNode actor =
                    ana.get("/tickets/" + id + "/history").expect(200).json().at("/data/0/actor");
            assertThat(actor.get("id").asText())
                    .isEqualTo(me(same -> same).get("tokenId").asText());
            assertThat(actor.get("type").asText()).isEqualTo("agent");
            assertThat(actor.get("name").asText()).isEqualTo("Ana Ortiz");
        }

        @Test
        void isInNoLog() {
            Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
            Level level = root.getLevel();
            ListAppender<ILoggingEvent> log = new ListAppender<>();
            log.start();
            root.addAppender(log);
            root.setLevel(Level.DEBUG);
            String good = token(same -> same);
            String bad = token(claims -> claims.issuer("https://id.example.com"));
            try {
                client(good).post("/tickets", ticket()).expect(201);
                assertRefused(bad);
            } finally {
                root.setLevel(level);
                root.detachAppender(log);
            }

            // The client's own logs are not those of the service.
            assertThat(new ArrayList<>(log.list))
                    .filteredOn(event -> !event.getLoggerName().startsWith("com.atlassian"))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .noneMatch(
                            message -> message.contains(good.split("\\.")[2]) || message.contains(bad.split("\\.")[2]));
        }
    }

    @Nested
    class Account {

        @ParameterizedTest
        @ValueSource(strings = {"2311", "2311 4711", "2311 9999 a,b"})
        void isOneOfThoseOfTheClaim(String accounts) {
            ContractClient client = client(claims -> claims.claim("docket_accounts", accounts));

            client.get("/tickets").expect(200);
            assertProblem(client.with("x-account-id", "9999").get("/tickets"), ProblemType.FORBIDDEN, "/tickets");
            client.with("x-account-id", DemoData.OTHER_ACCOUNT)
                    .get("/tickets")
                    .expect(accounts.contains(DemoData.OTHER_ACCOUNT) ? 200 : 403);
        }

        @Test
        void mayBeANumber() {
            client(claims -> claims.claim("docket_accounts", List.of(2311)))
                    .get("/tickets")
                    .expect(200);
        }

        @Test
        void isMissingWithoutTheClaim() {
            ContractClient client = client(claims -> claims.claim("docket_accounts", null));

            client.get("/tickets").expect(403);
            assertThat(client.get("/me").expect(200).json().get("accounts")).isEmpty();
        }

        @Test
        void mayBeAny() {
            ContractClient client =
                    client(claims -> claims.claim("docket_accounts", "*").claim("scope", "accounts:manage"));

            client.with("x-account-id", DemoData.OTHER_ACCOUNT).get("/tickets").expect(200);
            client.with("x-account-id", "9999").get("/tickets").expect(403);
            client.get("/accounts").expect(200);
        }
    }

    @Nested
    class Permission {

        @Test
        void isOneThatThereIs() {
            JsonNode me = me(claims -> claims.claim("roles", null)
                    .claim("scope", "openid profile tickets:read custom:vault tickets:nonsense accounts:manage"));

            assertThatJson(me.get("permissions")).isEqualTo("[\"custom:vault\", \"tickets:read\"]");
            assertThatJson(me.get("roles")).isEqualTo("[]");
        }

        @Test
        void mayComeOfARole() {
            JsonNode me = me(claims ->
                    claims.claim("roles", List.of("agent", "king", "agent")).claim("scope", List.of("tokens:manage")));

            assertThatJson(me.get("roles")).isEqualTo("[\"agent\"]");
            assertThatJson(me.get("permissions"))
                    .isArray()
                    .containsAll(StandardRole.AGENT.permissions())
                    .contains("tokens:manage");
        }

        @Test
        void isAskedFor() {
            ContractClient reader = client(claims -> claims.claim("roles", null).claim("scope", "tickets:read"));

            reader.get("/tickets").expect(200);
            reader.post("/tickets", ticket()).expect(403);
        }

        @Test
        void ofATicketTypeIsAskedForToo() {
            String secret = ticketWith("ticketTypeId", "vault");

            client(same -> same).post("/tickets", secret).expect(403);
            client(claims -> claims.claim("scope", "custom:vault"))
                    .post("/tickets", secret)
                    .expect(201);
        }

        @Test
        void isNotGrantedByACallerWithoutItNorForLonger() {
            ContractClient manager =
                    client(claims -> claims.claim("roles", List.of("agent")).claim("scope", "tokens:manage"));
            String body = """
                    {"name": "x", "roles": ["%s"], "expiresAt": "%s"}""";

            manager.post("/tokens", body.formatted("admin", now().plusSeconds(300)))
                    .expect(403);
            manager.post("/tokens", body.formatted("agent", now().plusSeconds(301)))
                    .expect(403);
            manager.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}").expect(403);
            manager.post("/tokens", body.formatted("agent", now().plusSeconds(300)))
                    .expect(201);
        }
    }
}
