package dev.docket.server.rotations.deck;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The piecewise ideal in floating point, and how far reality deviates from it. Each turn owes every eligible member its
 * weight's share of one ticket. A leaver's debt is settled with the remaining members who have had too many tickets, in
 * proportion to their surplus, and the other way round.
 */
public final class IdealLedger {
    private final Map<String, Double> ideal = new HashMap<>();
    private final Map<String, Integer> served = new HashMap<>();
    private List<RotationMember> members = List.of();
    private double worst;

    public void edit(List<RotationMember> edited) {
        List<String> ids = edited.stream().map(RotationMember::userId).toList();
        double left = members.stream()
                .map(RotationMember::userId)
                .filter(id -> !ids.contains(id))
                .mapToDouble(this::deviation)
                .sum();
        ideal.keySet().retainAll(ids);
        served.keySet().retainAll(ids);
        double otherSide = ideal.keySet().stream()
                .mapToDouble(this::deviation)
                .filter(deviation -> deviation * left < 0)
                .sum();
        ideal.keySet().stream()
                .filter(id -> deviation(id) * left < 0)
                .toList()
                .forEach(id -> ideal.merge(id, left * deviation(id) / otherSide, Double::sum));
        ids.forEach(id -> ideal.putIfAbsent(id, 0.0));
        ids.forEach(id -> served.putIfAbsent(id, 0));
        members = edited;
        note();
    }

    public void serve(String userId) {
        List<RotationMember> eligible =
                members.stream().filter(RotationMember::isEligible).toList();
        double weight = eligible.stream().mapToInt(RotationMember::weight).sum();
        eligible.forEach(member -> ideal.merge(member.userId(), member.weight() / weight, Double::sum));
        served.merge(userId, 1, Integer::sum);
        note();
    }

    /** Tickets owed: ideal minus received. */
    double deviation(String userId) {
        return ideal.get(userId) - served.get(userId);
    }

    /** The largest deviation so far of any member in either direction. */
    public double worst() {
        return worst;
    }

    private void note() {
        ideal.keySet().forEach(id -> worst = Math.max(worst, Math.abs(deviation(id))));
    }
}
