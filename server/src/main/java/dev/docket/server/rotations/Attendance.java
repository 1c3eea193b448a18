package dev.docket.server.rotations;

import dev.docket.persistence.rotations.MemberRow;
import dev.docket.persistence.rotations.MemberRowBuilder;
import dev.docket.server.rotations.deck.Absence;
import dev.docket.server.rotations.deck.RotationMember;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members of a rotation and their availability at an instant. Immutable. */
record Attendance(List<MemberRow> seats) {

    List<RotationMember> members() {
        return seats.stream()
                .map(seat -> new RotationMember(seat.userId(), seat.weight(), skipped(seat)))
                .toList();
    }

    /** The next instant at which a member leaves or returns by the clock alone; null: no such instant is known. */
    @Nullable
    Instant validUntil() {
        return seats.stream()
                .filter(seat -> seat.isActive() && seat.isAvailable())
                .flatMap(seat -> Stream.of(seat.outUntil(), seat.outFrom()))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    boolean hasCapacities() {
        return seats.stream().anyMatch(seat -> seat.maxOpenTickets() != null);
    }

    /** The same members after {@code userId} got another ticket. */
    Attendance withTicketFor(String userId) {
        return new Attendance(seats.stream()
                .map(seat -> seat.userId().equals(userId) ? withTicket(seat) : seat)
                .toList());
    }

    private static @Nullable Absence skipped(MemberRow seat) {
        if (!seat.isActive()) {
            return Absence.INACTIVE;
        }
        if (seat.maxOpenTickets() != null && seat.openTickets() >= seat.maxOpenTickets()) {
            return Absence.AT_CAPACITY;
        }
        if (!seat.isAvailable()) {
            return Absence.UNAVAILABLE;
        }
        return seat.outUntil() != null ? Absence.OUT_OF_OFFICE : null;
    }

    private static MemberRow withTicket(MemberRow seat) {
        return MemberRowBuilder.builder(seat)
                .openTickets(seat.openTickets() + 1)
                .build();
    }
}
