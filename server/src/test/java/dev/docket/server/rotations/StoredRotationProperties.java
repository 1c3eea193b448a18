package dev.docket.server.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.rotations.deck.RotationEpoch;
import dev.docket.server.rotations.deck.RotationMember;
import dev.docket.server.rotations.deck.RotationScript;
import dev.docket.server.rotations.deck.RotationScript.Stretch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The database compared with the pure model, over the lives of rotations. */
@Tag("random")
class StoredRotationProperties {

    /** Fewer than in the tests of the pure model: here each step costs a commit. */
    private static final int MAX_EDITS = 10;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Office office;

    @BeforeContainer
    static void open() {
        office = new Office();
        office.addAccount("acme");
    }

    @AfterContainer
    static void close() {
        office.close();
    }

    @Provide
    Arbitrary<RotationScript> scripts() {
        return RotationScript.any()
                .map(script -> new RotationScript(
                        script.start(), script.edits().stream().limit(MAX_EDITS).toList()));
    }

    /**
     * Every ticket and every edit is done on the other node than the one before, so that its configuration is out of
     * date.
     */
    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void everyPickIsTheModels(@ForAll("scripts") RotationScript script) {
        String rotation = "r" + NUMBER.incrementAndGet();
        RotationEpoch model = RotationEpoch.first(script.start());
        long turnsOfEpoch = 0;
        int turns = 0;
        int waiting = 0;
        office.addRotation("acme", rotation, script.start());
        for (Stretch stretch : script.stretches()) {
            RotationEpoch next = model.next(stretch.members(), turnsOfEpoch);
            turnsOfEpoch = next == model ? turnsOfEpoch : 0;
            model = next;
            office.addUsers(
                    "acme",
                    stretch.members().stream().map(RotationMember::userId).toList());
            node(turns).change("acme", rotation, stretch.members());
            if (model.memberAt(0).isPresent()) {
                turnsOfEpoch += waiting;
                turns += waiting;
                waiting = 0;
            }
            for (int ticket = 0; ticket < stretch.turns(); ticket++) {
                String expected =
                        model.memberAt(turnsOfEpoch).map(RotationMember::userId).orElse(null);
                assertThat(node(turns + ticket + 1).create("acme", rotation).getAssignedTo())
                        .isEqualTo(expected);
                if (expected != null) {
                    turnsOfEpoch++;
                    turns++;
                } else {
                    waiting++;
                }
            }
        }
        office.turns("acme", rotation).assertExact(turns);
    }

    private static Office.Node node(int number) {
        return number % 2 == 0 ? office.one : office.other;
    }
}
