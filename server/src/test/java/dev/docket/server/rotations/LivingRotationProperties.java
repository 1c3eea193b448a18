package dev.docket.server.rotations;

import static dev.docket.server.testing.TicketJson.ticketWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.demo.DemoData;
import dev.docket.server.rotations.deck.Absence;
import dev.docket.server.rotations.deck.IdealLedger;
import dev.docket.server.rotations.deck.RotationMember;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whole lives of rotations, through the API and on two nodes: no member is favoured, and every forecast comes true. */
@Tag("random")
class LivingRotationProperties {

    private static final int USERS = 4;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static RunningServer server;
    private static RunningServer node;
    private static ContractClient client;
    private static ContractClient nodesClient;

    @BeforeContainer
    static void start() {
        server = RunningServer.start();
        node = server.beside();
        client = server.client();
        nodesClient = node.client();
    }

    @AfterContainer
    static void stop() {
        node.close();
        server.close();
    }

    enum Kind {
        CREATE,
        WEIGH,
        JOIN_OR_LEAVE,
        AWAY_OR_BACK,
        OUT_OF_OFFICE,
        TIME_PASSES,
        RE_SAVE
    }

    record Step(Kind kind, int who, int number) {}

    @Provide
    Arbitrary<List<Step>> lives() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(6, Kind.CREATE),
                                Tuple.of(2, Kind.WEIGH),
                                Tuple.of(2, Kind.JOIN_OR_LEAVE),
                                Tuple.of(2, Kind.AWAY_OR_BACK),
                                Tuple.of(1, Kind.OUT_OF_OFFICE),
                                Tuple.of(1, Kind.TIME_PASSES),
                                Tuple.of(1, Kind.RE_SAVE)),
                        Arbitraries.integers().between(0, USERS - 1),
                        Arbitraries.integers().between(1, 10))
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(30);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void areFairAndForetold(@ForAll("lives") List<Step> steps) {
        Life life = new Life("life-" + NUMBER.incrementAndGet());
        steps.forEach(life::live);
        life.assertFair();
    }

    /** A rotation with its users, and the ledger of what it should do. */
    private static final class Life {

        private final String rotation;
        private final Map<String, Integer> weights = new LinkedHashMap<>();
        private final List<String> unavailable = new ArrayList<>();
        private final Map<String, Instant> outUntil = new LinkedHashMap<>();
        private final IdealLedger ledger = new IdealLedger();
        private int turns;
        private int requests;

        Life(String rotation) {
            this.rotation = rotation;
            for (int who = 0; who < USERS; who++) {
                putUser(user(who));
                weights.put(user(who), who + 1);
            }
            client().post("/ticket-rotations", """
                            {"id": "%s", "name": "R", "userRotationArray": %s}""".formatted(rotation, members()))
                    .expect(201);
            client().post("/ticket-types", """
                            {"id": "%1$s", "name": "T", "autoAssignmentEnabled": true, "rotationId": "%1$s"}""".formatted(rotation)).expect(201);
            note();
        }

        void live(Step step) {
            String user = user(step.who());
            switch (step.kind()) {
                case CREATE -> {
                    for (int ticket = 0; ticket < step.number(); ticket++) {
                        create();
                    }
                    return;
                }
                case WEIGH -> weights.computeIfPresent(user, (id, weight) -> step.number());
                case JOIN_OR_LEAVE -> {
                    if (weights.size() > 1 && weights.containsKey(user)) {
                        weights.remove(user);
                    } else {
                        weights.put(user, step.number());
                    }
                }
                case AWAY_OR_BACK -> {
                    if (!unavailable.remove(user)) {
                        unavailable.add(user);
                    }
                    putUser(user);
                }
                case OUT_OF_OFFICE -> {
                    outUntil.put(user, server.clock.instant().plus(Duration.ofMinutes(step.number())));
                    putUser(user);
                }
                case TIME_PASSES -> server.clock.advance(Duration.ofMinutes(step.number()));
                case RE_SAVE -> {}
            }
            client().patch("/ticket-rotations/" + rotation, "{\"userRotationArray\": %s}".formatted(members()))
                    .expect(200);
            note();
        }

        private void create() {
            JsonNode next = client().get("/ticket-rotations/" + rotation + "/next-user")
                    .expect(200)
                    .json();
            boolean isThere = next.get("pool").asText().equals("available");
            String foretold = isThere ? next.get("turns").get(0).get("userId").asText() : "nobody";
            assertThat(client().post("/tickets", ticketWith("ticketTypeId", rotation))
                            .expect(201)
                            .json()
                            .path("assignedTo")
                            .asText("nobody"))
                    .isEqualTo(foretold);
            note();
        }

        /**
         * Records in the ledger which users are available now, and the turns taken since, including those of waiting
         * tickets.
         */
        private void note() {
            ledger.edit(weights.entrySet().stream()
                    .map(member -> new RotationMember(member.getKey(), member.getValue(), skipped(member.getKey())))
                    .toList());
            List<String> taken = TakenTurns.read(server.testDatabase, DemoData.ACCOUNT, rotation)
                    .assignees();
            taken.subList(turns, taken.size()).forEach(ledger::serve);
            turns = taken.size();
        }

        private Absence skipped(String user) {
            if (unavailable.contains(user)) {
                return Absence.UNAVAILABLE;
            }
            return outUntil.getOrDefault(user, Instant.MIN).isAfter(server.clock.instant())
                    ? Absence.OUT_OF_OFFICE
                    : null;
        }

        void assertFair() {
            assertThat(ledger.worst())
                    .as("largest number of tickets that a member was ahead or behind")
                    .isLessThan(2);
            TakenTurns.read(server.testDatabase, DemoData.ACCOUNT, rotation).assertExact(turns);
        }

        private void putUser(String user) {
            Instant until = outUntil.get(user);
            String outOfOffice = until == null
                    ? ""
                    : ", \"outOfOffice\": [{\"from\": \"%s\", \"until\": \"%s\"}]"
                            .formatted(until.minus(Duration.ofDays(1)), until);
            client().put("/users/" + user, """
                            {"name": "N", "email": "%s@harborcards.example", "isAvailable": %s%s}""".formatted(user, !unavailable.contains(user), outOfOffice))
                    .expect(200);
        }

        private String members() {
            return weights.entrySet().stream()
                    .map(member -> "{\"userId\": \"%s\", \"weight\": %d}".formatted(member.getKey(), member.getValue()))
                    .toList()
                    .toString();
        }

        private String user(int who) {
            return rotation + "-" + who;
        }

        /** Alternates between the nodes. */
        private ContractClient client() {
            return requests++ % 2 == 0 ? client : nodesClient;
        }
    }
}
