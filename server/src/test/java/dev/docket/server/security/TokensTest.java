package dev.docket.server.security;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.accounts.TokenRow;
import dev.docket.persistence.accounts.TokenRowBuilder;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private static RunningServer server;
    private static Tokens tokens;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        tokens = server.tokens;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Tokens.NewToken create(String name) {
        return tokens.create(name, Operations.permissions(), List.of(DemoData.ACCOUNT), null);
    }

    private static TokenRow listed(UUID id) {
        return tokens.list().stream()
                .filter(token -> token.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void areRandom() {
        String first = create("first").secret();
        String second = create("second").secret();

        assertThat(first).matches("dkt_[A-Za-z0-9_-]{43}").isNotEqualTo(second);
    }

    @Test
    void areListedWithEverythingButTheirSecret() {
        Tokens.NewToken token = tokens.create(
                "a name", List.of("tickets:create"), List.of("4711", "2311"), RunningServer.START.plusSeconds(1));

        TokenRow listed = listed(token.id());
        assertThat(listed)
                .isEqualTo(TokenRowBuilder.builder()
                        .id(token.id())
                        .name("a name")
                        .roles(List.of())
                        .permissions(List.of("tickets:create"))
                        .accounts(List.of("4711", "2311"))
                        .revision(1)
                        .createdAt(RunningServer.START)
                        .expiresAt(RunningServer.START.plusSeconds(1))
                        .build());
        assertThat(listed.toString() + token).doesNotContain(token.secret());
    }

    @Test
    void areStoredNowhere() {
        String secret = create("secret").secret();
        new ContractClient(server.uri())
                .with("Authorization", "Bearer " + secret)
                .with("x-account-id", DemoData.ACCOUNT)
                .post("/tickets", ticket())
                .expect(201);
        String random = secret.substring("dkt_".length());
        String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.US_ASCII));
        List<List<String>> tables = server.testDatabase.queryAsSuperuser(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'docket' ORDER BY 1");

        assertThat(tables).contains(List.of("tokens"), List.of("tickets"), List.of("ticket_history"));
        for (List<String> table : tables) {
            assertThat(server.testDatabase.queryAsSuperuser("""
                            SELECT t::text
                              FROM docket.%s t
                             WHERE strpos(t::text, '%s') > 0 OR strpos(t::text, '%s') > 0""".formatted(table.get(0), random, hex)))
                    .as(table.get(0))
                    .isEmpty();
        }
    }

    @Test
    void areRevokedOnce() {
        UUID id = create("short-lived").id();

        assertThat(tokens.revoke(id)).isTrue();
        assertThat(tokens.revoke(id)).isFalse();
        assertThat(tokens.revoke(UUID.randomUUID())).isFalse();
        assertThat(listed(id).revokedAt()).isEqualTo(RunningServer.START);
    }

    @Test
    void rememberTheirLastUse() {
        Tokens.NewToken token = create("used");
        assertThat(listed(token.id()).lastUsedAt()).isNull();

        assertThat(tokens.authenticate(token.secret())).isPresent();

        assertThat(listed(token.id()).lastUsedAt()).isEqualTo(RunningServer.START);
    }

    @Test
    void identifyTheCallerAndItsPermissions() {
        Tokens.NewToken token = create("caller");

        assertThat(tokens.authenticate(token.secret())).hasValueSatisfying(caller -> {
            assertThat(caller.tokenId()).isEqualTo(token.id());
            assertThat(caller.name()).isEqualTo("caller");
            assertThat(caller.permissions()).containsExactlyInAnyOrderElementsOf(Operations.permissions());
            assertThat(caller.accounts()).containsExactly(DemoData.ACCOUNT);
        });
    }

    @Test
    void areReplacedIfTheirSecretIsGivenAgain() {
        String secret = "dkt_" + "given-again".repeat(4).substring(0, 43);
        UUID id = tokens.create(
                        new TokenGrant(
                                "demo", List.of("lead"), List.of("tickets:create"), List.of(DemoData.ACCOUNT), null),
                        secret)
                .id();
        tokens.revoke(id);

        Tokens.NewToken again = tokens.create(
                new TokenGrant("demo", List.of(), Operations.permissions(), List.of(DemoData.OTHER_ACCOUNT), null),
                secret);

        assertThat(again.id()).isEqualTo(id);
        assertThat(tokens.authenticate(secret)).hasValueSatisfying(caller -> {
            assertThat(caller.permissions()).containsExactlyInAnyOrderElementsOf(Operations.permissions());
            assertThat(caller.accounts()).containsExactly(DemoData.OTHER_ACCOUNT);
        });
    }

    @Test
    void haveThePermissionsOfTheContract() throws IOException {
        String contract;
        try (InputStream stream = getClass().getResourceAsStream("/META-INF/docket/swagger.yaml")) {
            contract = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> permissions = Pattern.compile("x-(?:further-)?permissions?: \\[?([^\\]\\n]+)")
                .matcher(contract)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(", ")))
                .filter(permission -> !permission.equals("public") && !permission.equals("authenticated"))
                .distinct()
                .toList();

        assertThat(Operations.permissions()).contains("tickets:create").isSubsetOf(permissions);
        assertThat(Operations.operatorPermissions()).containsExactly("accounts:manage");
        assertThat(permissions)
                .hasSize(Operations.permissions().size() + 1)
                .containsAll(Operations.permissions())
                .contains("accounts:manage");
    }

    @Test
    void haveWhatATicketTypeOfTheirAccountsAsksFor() {
        server.add(TicketTypeRows.type("vault", List.of("custom:vault"), List.of()));

        assertThat(tokens.create("x", List.of("custom:vault"), List.of("2311", "4711"), null)
                        .secret())
                .isNotEmpty();
        assertThat(tokens.create("x", List.of("custom:vault"), List.of("*"), null)
                        .secret())
                .isNotEmpty();
        assertThatThrownBy(() -> tokens.create("x", List.of("custom:vault"), List.of("4711"), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2311", "*"})
    void haveNoOtherPermission(String account) {
        assertThatThrownBy(() -> tokens.create("x", List.of("tickets:everything"), List.of(account), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "no operation and no ticket type requires the permission 'tickets:everything'; operations require "
                                + String.join(", ", Operations.permissions()));
    }

    @Test
    void manageAccountsOnlyIfTheyAreForAll() {
        assertThatThrownBy(() -> tokens.create("x", List.of("accounts:manage"), List.of("2311"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the permission 'accounts:manage' is only for tokens for all accounts ('*')");
        assertThatThrownBy(() -> tokens.create("x", List.of("tickets:read"), List.of("*", "2311"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'*' means all accounts; do not combine it with others");
    }

    @Test
    void haveThePermissionsOfTheirRoles() {
        String secret = tokens.create(new TokenGrant(
                        "x", List.of("agent", "of-tomorrow"), List.of("tokens:manage"), List.of("2311"), null))
                .secret();

        assertThat(tokens.authenticate(secret))
                .hasValueSatisfying(caller -> assertThat(caller.permissions())
                        .contains("tokens:manage")
                        .containsAll(StandardRole.AGENT.permissions())
                        .hasSize(StandardRole.AGENT.permissions().size() + 1));
    }

    @Test
    void areForAccountsThatThereAre() {
        assertThatThrownBy(() -> tokens.create("x", List.of(), List.of("2311", "9999"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the account '9999' does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "dkt_short", "dkt_!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void haveTheirForm(String secret) {
        assertThatThrownBy(
                        () -> tokens.create(new TokenGrant("x", List.of(), List.of(), List.of("2311"), null), secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a token consists of dkt_ and 43 characters of A-Z a-z 0-9 _ -");
    }
}
