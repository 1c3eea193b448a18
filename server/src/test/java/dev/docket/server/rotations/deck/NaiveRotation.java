package dev.docket.server.rotations.deck;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Smooth weighted round robin in its usual form, with the two usual treatments of an edit, both of which are unfair.
 */
final class NaiveRotation {
    enum AtEdit {
        KEEP_WEIGHT_UNITS,
        RESET
    }

    private final AtEdit atEdit;
    private final Map<String, Integer> credits = new HashMap<>();
    private List<RotationMember> members = List.of();

    NaiveRotation(AtEdit atEdit) {
        this.atEdit = atEdit;
    }

    void edit(List<RotationMember> edited) {
        members = edited;
        if (atEdit == AtEdit.RESET) {
            credits.clear();
        }
    }

    String take() {
        String picked = null;
        int sum = 0;
        for (RotationMember member : members) {
            if (member.isEligible()) {
                sum += member.weight();
                credits.merge(member.userId(), member.weight(), Integer::sum);
                if (picked == null || credits.get(member.userId()) > credits.get(picked)) {
                    picked = member.userId();
                }
            }
        }
        credits.merge(picked, -sum, Integer::sum);
        return picked;
    }
}
