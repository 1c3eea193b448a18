package dev.docket.server.rotations;

import static dev.docket.server.rotations.deck.RotationMember.eligible;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.api.model.Ticket;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.rotations.MemberSetupRow;
import dev.docket.persistence.testing.EachSeed;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.rotations.deck.Absence;
import dev.docket.server.rotations.deck.RotationEpoch;
import dev.docket.server.rotations.deck.RotationMember;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads take turns at once on two nodes, while rotations are edited. */
class RotationConcurrencyTest {

    private static final List<RotationMember> FIVE_ONE_ONE =
            List.of(eligible("a", 5), eligible("b", 1), eligible("c", 1));

    private Office office;

    @BeforeEach
    void open() {
        office = new Office();
    }

    @AfterEach
    void close() {
        office.close();
    }

    /** The node of a thread, alternating. */
    private Office.Node node(int number) {
        return number % 2 == 0 ? office.one : office.other;
    }

    @Nested
    class Edits {

        private static final int THREADS = 16;
        private static final int TICKETS = 20;
        private static final int EDITS = 40;

        @BeforeEach
        void addRotation() {
            office.addAccount("acme");
            office.addUsers("acme", List.of("a", "b", "c", "d", "e"));
            office.addRotation("acme", "r", FIVE_ONE_ONE);
        }

        /** One edit for every few tickets: of weights, members and absences. */
        @EachSeed
        void amongTicketsLoseNoTurnAndGiveNoneTwice(long seed) throws Exception {
            Random random = new Random(seed);
            Semaphore due = new Semaphore(0);
            CompletableFuture<Void> editor = CompletableFuture.runAsync(() -> {
                List<RotationMember> members = FIVE_ONE_ONE;
                for (int edit = 0; edit < EDITS; edit++) {
                    due.acquireUninterruptibly(THREADS * TICKETS / EDITS);
                    members = otherMembers(random, members);
                    node(edit).change("acme", "r", members);
                }
            });
            List<Ticket> tickets = createTickets(due);
            Wait.result(editor);

            int assigned =
                    Integer.parseInt(office.ask("SELECT count(*) FROM docket.tickets WHERE assigned_to IS NOT NULL"));
            TakenTurns turns = office.turns("acme", "r");
            turns.assertExact(assigned);
            assertThat(turns.epochs()).hasSize(1 + EDITS);
            assertNumbersWithoutGap("acme", tickets);
            assertThat(tickets.stream().filter(ticket -> ticket.getAssignedTo() == null))
                    .hasSize(Integer.parseInt(
                            office.ask("SELECT count(*) FROM docket.ticket_assignments WHERE reason = 'empty_pool'")));
            // No ticket waits while a member is available.
            office.one.change("acme", "r", FIVE_ONE_ONE);
            assertThat(office.ask("SELECT count(*) FROM docket.tickets WHERE awaits_rotation_id IS NOT NULL"))
                    .isEqualTo("0");
            office.turns("acme", "r").assertExact(tickets.size());
        }

        /** No ticket is rejected, however often the configuration changes while it is created. */
        @Test
        void withoutAPauseDoNotStopTickets() throws Exception {
            CountDownLatch edited = new CountDownLatch(1);
            AtomicInteger unfinished = new AtomicInteger(THREADS);
            CompletableFuture<Void> editor = CompletableFuture.runAsync(() -> {
                for (int edit = 0; unfinished.get() > 0; edit++) {
                    office.one.change("acme", "r", edit % 2 == 0 ? List.of(eligible("a", 1)) : FIVE_ONE_ONE);
                    edited.countDown();
                }
            });
            List<List<Ticket>> tickets = Crowd.of(THREADS, number -> {
                try {
                    Wait.on(edited);
                    return IntStream.range(0, TICKETS / 4)
                            .mapToObj(i -> node(i).create("acme", "r"))
                            .toList();
                } finally {
                    unfinished.decrementAndGet();
                }
            });
            Wait.result(editor);
            office.turns("acme", "r").assertExact(THREADS * TICKETS / 4);
            assertNumbersWithoutGap(
                    "acme", tickets.stream().flatMap(List::stream).toList());
        }

        private List<Ticket> createTickets(Semaphore created) throws Exception {
            return Crowd.of(THREADS, number -> {
                        List<Ticket> mine = new ArrayList<>();
                        for (int i = 0; i < TICKETS; i++) {
                            mine.add(node(number + i).create("acme", "r"));
                            created.release();
                        }
                        return mine;
                    })
                    .stream()
                    .flatMap(List::stream)
                    .toList();
        }

        private static List<RotationMember> otherMembers(Random random, List<RotationMember> than) {
            List<RotationMember> members = anyMembers(random);
            return members.equals(than) ? otherMembers(random, than) : members;
        }

        private static List<RotationMember> anyMembers(Random random) {
            List<String> users = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
            Collections.shuffle(users, random);
            return users.stream()
                    .limit(random.nextInt(6))
                    .map(user -> new RotationMember(
                            user, 1 + random.nextInt(10), random.nextInt(4) == 0 ? Absence.OUT_OF_OFFICE : null))
                    .toList();
        }

        /** A ticket that waits for the commit of the edit is assigned by the edited rotation. */
        @Test
        void areInForceForATicketThatWaitedForThem() {
            assertThat(office.other.create("acme", "r").getAssignedTo()).isEqualTo("a");
            CompletableFuture<Ticket> waiting = office.one.database.write("acme", transaction -> {
                transaction.dao(AccountDao.class).lock("acme");
                CompletableFuture<Ticket> ticket =
                        CompletableFuture.supplyAsync(() -> office.other.create("acme", "r"));
                awaitBlockedSession();
                Office.seat(transaction, "acme", "r", List.of(new MemberSetupRow("e", 1)));
                return ticket;
            });
            assertThat(waiting.join().getAssignedTo()).isEqualTo("e");
            office.turns("acme", "r").assertExact(2);
        }
    }

    @Nested
    class Accounts {

        private static final List<String> ACCOUNTS = List.of("one", "two", "three", "four", "five");

        @Test
        void doNotDisturbEachOther() throws Exception {
            Map<String, RotationEpoch> models = ACCOUNTS.stream()
                    .collect(toMap(
                            Function.identity(),
                            account -> RotationEpoch.first(List.of(
                                    eligible(account + "-a", 1 + ACCOUNTS.indexOf(account)),
                                    eligible(account + "-b", 2)))));
            models.forEach((account, model) -> {
                office.addAccount(account);
                office.addRotation(account, "r", model.members());
            });
            int each = 30;
            List<List<Ticket>> tickets = Crowd.of(
                    10,
                    number -> IntStream.range(0, each * ACCOUNTS.size() / 10)
                            .mapToObj(i -> node(i + number).create(ACCOUNTS.get((i + number) % ACCOUNTS.size()), "r"))
                            .toList());
            models.forEach((account, model) -> {
                TakenTurns turns = office.turns(account, "r");
                turns.assertExact(each);
                assertThat(turns.assignees())
                        .isEqualTo(LongStream.range(0, each)
                                .mapToObj(turn ->
                                        model.memberAt(turn).orElseThrow().userId())
                                .toList());
                assertNumbersWithoutGap(
                        account,
                        tickets.stream()
                                .flatMap(List::stream)
                                .filter(ticket -> ticket.getAccountId().equals(account))
                                .toList());
            });
        }

        @Test
        void doNotWaitForEachOther() {
            Stream.of("one", "two").forEach(account -> {
                office.addAccount(account);
                office.addRotation(account, "r", List.of(eligible("a", 1)));
            });
            String assignee = office.one.database.write("one", transaction -> {
                transaction.dao(AccountDao.class).lock("one");
                return Wait.result(CompletableFuture.supplyAsync(() -> office.one.create("two", "r")))
                        .getAssignedTo();
            });
            assertThat(assignee).isEqualTo("a");
        }
    }

    /** The control: these tests can fail. */
    @Nested
    class TheLedger {

        @BeforeEach
        void takeTurns() {
            office.addAccount("acme");
            office.addRotation("acme", "r", FIVE_ONE_ONE);
            for (int i = 0; i < 7; i++) {
                office.one.create("acme", "r");
            }
            office.turns("acme", "r").assertExact(7);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "DELETE FROM docket.ticket_assignments WHERE turn = 3",
                    "UPDATE docket.ticket_assignments SET turn = 8 WHERE turn = 7",
                    "UPDATE docket.ticket_assignments SET assigned_to = 'c' WHERE turn = 1",
                    "UPDATE docket.tickets SET assigned_to = 'c' WHERE ticket_number = 'TKT-1'",
                    "UPDATE docket.rotation_turns SET turns = 8",
                    "UPDATE docket.rotation_epochs SET turns_before = 1",
                })
        void noticesWhatIsWrong(String harm) {
            office.testDatabase.executeAsSuperuser(harm);
            assertThatThrownBy(() -> office.turns("acme", "r").assertExact(7)).isInstanceOf(AssertionError.class);
        }
    }

    private void assertNumbersWithoutGap(String account, List<Ticket> tickets) {
        assertThat(tickets)
                .extracting(Ticket::getTicketNumber)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, tickets.size())
                        .mapToObj(number -> "TKT-" + number)
                        .toList());
        assertThat(office.ask("SELECT last_ticket_number FROM docket.account_counters WHERE account_id = '%s'"
                        .formatted(account)))
                .isEqualTo(Integer.toString(tickets.size()));
    }

    /** Returns when a session waits for a lock that another one holds. */
    private void awaitBlockedSession() {
        Wait.until(() -> !office.ask("""
                        SELECT count(*) FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """).equals("0"));
    }
}
