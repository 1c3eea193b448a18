package dev.docket.server.rotations.deck;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The life of a rotation: its first members, and edits with the turns taken after each. */
public record RotationScript(List<RotationMember> start, List<Edit> edits) {
    static final int MAX_MEMBERS = 6;

    private static final List<Absence> ABSENCES = List.of(Absence.OUT_OF_OFFICE, Absence.INACTIVE, Absence.UNAVAILABLE);

    enum Kind {
        WEIGH,
        JOIN,
        LEAVE,
        AWAY,
        BACK,
        RE_SAVE
    }

    record Edit(Kind kind, int who, int weight, int turns) {}

    /** A state of the rotation that lasts for some turns. */
    public record Stretch(List<RotationMember> members, int turns) {}

    public List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>(List.of(new Stretch(start, 3)));
        List<RotationMember> members = start;
        for (int i = 0; i < edits.size(); i++) {
            members = apply(edits.get(i), members, "joined" + i);
            stretches.add(new Stretch(members, edits.get(i).turns()));
        }
        return stretches;
    }

    private static List<RotationMember> apply(Edit edit, List<RotationMember> members, String newcomer) {
        List<RotationMember> edited = new ArrayList<>(members);
        int who = edit.who() % members.size();
        RotationMember member = members.get(who);
        switch (edit.kind()) {
            case WEIGH -> edited.set(who, new RotationMember(member.userId(), edit.weight(), member.skipped()));
            case JOIN -> {
                if (members.size() < MAX_MEMBERS) {
                    edited.add(who, RotationMember.eligible(newcomer, edit.weight()));
                }
            }
            case LEAVE -> {
                if (members.size() > 1) {
                    edited.remove(who);
                }
            }
            case AWAY ->
                edited.set(who, new RotationMember(member.userId(), member.weight(), ABSENCES.get(edit.weight() % 3)));
            case BACK -> edited.set(who, RotationMember.eligible(member.userId(), member.weight()));
            case RE_SAVE -> {}
        }
        return List.copyOf(edited);
    }

    public static Arbitrary<RotationScript> any() {
        Arbitrary<Integer> weight = Arbitraries.integers().between(1, RotationMember.MAX_WEIGHT);
        Arbitrary<Edit> edit = Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(0, MAX_MEMBERS - 1),
                        weight,
                        Arbitraries.integers().between(0, 25))
                .as(Edit::new);
        return Combinators.combine(
                        weight.list().ofMinSize(1).ofMaxSize(MAX_MEMBERS),
                        edit.list().ofMaxSize(40))
                .as((weights, edits) -> new RotationScript(members(weights), edits))
                .withoutEdgeCases();
    }

    static List<RotationMember> members(List<Integer> weights) {
        List<RotationMember> members = new ArrayList<>();
        for (int weight : weights) {
            members.add(RotationMember.eligible(String.valueOf((char) ('a' + members.size())), weight));
        }
        return members;
    }
}
