package dev.docket.server.testing;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.directory.EntityDao;
import dev.docket.persistence.directory.EntityRow;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.testing.Wait;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.server.DocketServer;
import dev.docket.server.ServerSettingsBuilder;
import dev.docket.server.attachments.AttachmentSettings;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.quotas.QuotaSettings;
import dev.docket.server.security.Caller;
import dev.docket.server.security.OidcSettings;
import dev.docket.server.security.RateLimitSettings;
import dev.docket.server.security.TokenGrant;
import dev.docket.server.security.TokenRequester;
import dev.docket.server.security.Tokens;
import dev.docket.server.transport.TransportLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A real server on a separate real database, with the demo's data and a clock fixed at {@link #START}. It runs no jobs.
 * {@link #beside} starts another one on the same database.
 */
public final class RunningServer implements AutoCloseable {

    /**
     * A Friday, 16:30 in New York: half an hour before the demo's office closes for the weekend in which DST begins.
     */
    public static final Instant START = Instant.parse("2026-03-06T21:30:00Z");

    public final TestDatabase testDatabase;
    public final Database database;
    public final TestClock clock;
    public final Tokens tokens;
    private final DocketServer server;
    private final AtomicInteger accounts = new AtomicInteger();

    /** The default limits, except for rejected tokens: tests send many of those. */
    private static final RateLimitSettings RATE_LIMITS =
            new RateLimitSettings(RateLimitSettings.DEFAULT_PER_SECOND, RateLimitSettings.DEFAULT_BURST, 1_000_000);

    private RunningServer(
            TestDatabase testDatabase,
            TestClock clock,
            Duration patience,
            UnaryOperator<ServerSettingsBuilder> settings) {
        this.testDatabase = testDatabase;
        this.clock = clock;
        this.database = testDatabase.open(patience);
        this.tokens = new Tokens(database, clock);
        try {
            this.server = DocketServer.start(
                    settings.apply(DefaultSettings.builder().rateLimits(RATE_LIMITS))
                            .build(),
                    database,
                    clock);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static RunningServer start() {
        return start(TransportLimits.defaults(), Wait.PATIENCE);
    }

    /** @param patience how long a request waits for a connection to the database; at least 250 ms */
    public static RunningServer start(TransportLimits limits, Duration patience) {
        return new RunningServer(Demo.copy(), new TestClock(START), patience, settings -> settings.limits(limits));
    }

    /** A server that also accepts the tokens of an issuer. */
    public static RunningServer start(OidcSettings oidc) {
        return start(settings -> settings.oidc(oidc));
    }

    public static RunningServer start(RateLimitSettings rateLimits) {
        return start(settings -> settings.rateLimits(rateLimits));
    }

    private static RunningServer start(UnaryOperator<ServerSettingsBuilder> settings) {
        return new RunningServer(Demo.copy(), new TestClock(START), Wait.PATIENCE, settings);
    }

    /** Loaded once, because copying it takes much less time, or none if the next copy is made while a test runs. */
    private static final class Demo {

        private static final TestDatabase DATABASE = load();

        private static CompletableFuture<TestDatabase> next = CompletableFuture.supplyAsync(DATABASE::copy);

        static synchronized TestDatabase copy() {
            TestDatabase copy = next.join();
            next = CompletableFuture.supplyAsync(DATABASE::copy);
            return copy;
        }

        private static TestDatabase load() {
            TestDatabase demo = TestDatabase.create();
            try (Database database = demo.open()) {
                DemoData.load(database, START);
            }
            return demo;
        }
    }

    /** A server on a migrated, empty database. */
    public static RunningServer startEmpty() {
        return new RunningServer(TestDatabase.create(), new TestClock(START), Wait.PATIENCE, UnaryOperator.identity());
    }

    /** Another node: on the same database and clock, with a pool and caches of its own. */
    public RunningServer beside() {
        return beside(UnaryOperator.identity());
    }

    public RunningServer beside(TransportLimits limits) {
        return beside(settings -> settings.limits(limits));
    }

    public RunningServer beside(RateLimitSettings rateLimits) {
        return beside(settings -> settings.rateLimits(rateLimits));
    }

    public RunningServer beside(RateLimitSettings rateLimits, TransportLimits limits) {
        return beside(settings -> settings.rateLimits(rateLimits).limits(limits));
    }

    /** Another node, which runs jobs and sends traces to this collector. */
    public RunningServer beside(URI otlpEndpoint) {
        return beside(settings -> settings.otlpEndpoint(otlpEndpoint).runsJobs(true));
    }

    public RunningServer beside(QuotaSettings quotas) {
        return beside(settings -> settings.quotas(quotas));
    }

    public RunningServer beside(TransportLimits limits, AttachmentSettings attachments) {
        return beside(settings -> settings.limits(limits).attachments(attachments));
    }

    private RunningServer beside(UnaryOperator<ServerSettingsBuilder> settings) {
        return new RunningServer(testDatabase, clock, Wait.PATIENCE, settings);
    }

    /**
     * Creates another account with the demo's data as of {@link #START}, to which the clock is set back: for a test
     * class with one server for all tests.
     *
     * @return its id
     */
    public String nextDemo() {
        clock.set(START);
        String account = nextAccount();
        DemoData.load(database, account, START);
        return account;
    }

    /** Creates another, empty account. */
    public String nextEmptyAccount() {
        String account = nextAccount();
        database.write(
                account,
                transaction -> transaction
                        .dao(AccountDao.class)
                        .insert(new AccountRow(account, "Account " + account, "TKT", START)));
        return account;
    }

    private String nextAccount() {
        return "test-" + accounts.incrementAndGet();
    }

    /** A client whose token has all permissions in the demo's account. */
    public ContractClient client() {
        return client(Operations.permissions());
    }

    /** A client for the demo's account with these permissions only. */
    public ContractClient client(List<String> permissions) {
        return client(DemoData.ACCOUNT, permissions);
    }

    /** A client for this account, whose token has all permissions there. */
    public ContractClient clientOf(String account) {
        return client(account, Operations.permissions());
    }

    /** A client that acts as this requester of the demo's account, with all permissions. */
    public ContractClient requester(String type, String id) {
        return requester(DemoData.ACCOUNT, new TokenRequester(type, id), Operations.permissions());
    }

    public ContractClient requester(String account, TokenRequester requester, List<String> permissions) {
        TokenGrant grant = new TokenGrant(
                requester.type() + " " + requester.id(), requester, List.of(), permissions, List.of(account), null);
        return bearer(tokens.create(grant).secret()).with("x-account-id", account);
    }

    /** A client whose token has all permissions for all accounts; it names no account. */
    public ContractClient operator() {
        List<String> permissions = Stream.of(Operations.permissions(), Operations.operatorPermissions())
                .flatMap(List::stream)
                .toList();
        return bearer(tokens.create("operator", permissions, List.of(Caller.ALL_ACCOUNTS), null)
                .secret());
    }

    /** A client that sends this token, and names no account. */
    public ContractClient bearer(String secret) {
        return new ContractClient(uri()).with("Authorization", "Bearer " + secret);
    }

    /** Puts an entity into the directory of the demo's account. */
    public <R extends EntityRow> void put(Class<? extends EntityDao<?, R>> dao, R row) {
        put(DemoData.ACCOUNT, dao, row);
    }

    public <R extends EntityRow> void put(String account, Class<? extends EntityDao<?, R>> dao, R row) {
        database.write(account, transaction -> {
            transaction.dao(dao).put(account, row);
            return null;
        });
    }

    /** Adds a ticket type to the demo's account. */
    public void add(TicketTypeRow type) {
        add(DemoData.ACCOUNT, type);
    }

    public void add(String account, TicketTypeRow type) {
        database.write(account, transaction -> {
            transaction.dao(TicketTypeDao.class).insert(account, type);
            return null;
        });
    }

    /** A client for this account with these permissions only. */
    public ContractClient client(String account, List<String> permissions) {
        String token =
                tokens.create("test", permissions, List.of(account), null).secret();
        return bearer(token).with("x-account-id", account);
    }

    public URI uri() {
        return server.uri();
    }

    public URI managementUri() {
        return server.managementUri();
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
