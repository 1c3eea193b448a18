package dev.docket.server.rotations;

import dev.docket.api.model.AssignmentReason;
import dev.docket.api.model.NextUsers;
import dev.docket.api.model.RotationCandidate;
import dev.docket.api.model.RotationPool;
import dev.docket.api.model.RotationTurn;
import dev.docket.api.model.RotationUser;
import dev.docket.api.model.TicketAssignment;
import dev.docket.api.model.TicketRotation;
import dev.docket.api.model.TicketRotationInput;
import dev.docket.persistence.rotations.AssignmentRow;
import dev.docket.persistence.rotations.MemberRow;
import dev.docket.persistence.rotations.MemberSetupRow;
import dev.docket.persistence.rotations.RotationRow;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.json.ContractMapping;
import dev.docket.server.rotations.RotationState.Turn;
import dev.docket.server.rotations.deck.Absence;
import dev.docket.server.rotations.deck.Candidate;
import dev.docket.server.rotations.deck.RotationEpoch;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Maps between rows, the rules and the contract. */
@Mapper(config = ContractMapping.class)
interface RotationMapper {

    RotationMapper INSTANCE = Mappers.getMapper(RotationMapper.class);

    default TicketRotation toRotation(RotationRow row, RotationState standing, List<String> ticketTypeIds) {
        List<MemberRow> seats = standing.roster().seats();
        return toRotation(
                row,
                ticketTypeIds.size() == 1 ? ticketTypeIds.get(0) : null,
                ticketTypeIds,
                IntStream.range(0, seats.size())
                        .mapToObj(place -> toUser(
                                seats.get(place),
                                seats.get(place).maxOpenTickets() == null
                                        ? null
                                        : seats.get(place).openTickets(),
                                standing.epoch().members().get(place).skipped()))
                        .toList(),
                standing.currentPosition(),
                standing.turns(),
                standing.waiting());
    }

    @Mapping(target = "userRotationArray", source = "users")
    TicketRotation toRotation(
            RotationRow row,
            @Nullable String ticketTypeId,
            List<String> ticketTypeIds,
            List<RotationUser> users,
            int currentPosition,
            long turns,
            long waitingTickets);

    @Mapping(target = "openTickets", source = "open")
    RotationUser toUser(MemberRow seat, @Nullable Long open, @Nullable Absence skipReason);

    /** The input that would create the rotation as it is now, except its id, which does not change. */
    @Mapping(target = "id", ignore = true)
    // The input's ticketTypeId changes the ticket type, which then stores the reference.
    @Mapping(target = "ticketTypeId", ignore = true)
    @Mapping(target = "userRotationArray", source = "members")
    TicketRotationInput toInput(RotationRow row);

    @Mapping(target = "id", source = "stamp.id")
    @Mapping(target = "members", source = "input.userRotationArray")
    RotationRow toRow(TicketRotationInput input, Stamp stamp);

    List<MemberSetupRow> toMembers(List<RotationUser> users);

    @Mapping(target = "email", ignore = true)
    @Mapping(target = "name", ignore = true)
    @Mapping(target = "openTickets", ignore = true)
    @Mapping(target = "skipReason", ignore = true)
    RotationUser toUser(MemberSetupRow member);

    default NextUsers toNextUsers(String rotationId, RotationState standing, int turns) {
        Map<String, MemberRow> seats =
                standing.roster().seats().stream().collect(Collectors.toMap(MemberRow::userId, Function.identity()));
        return new NextUsers()
                .rotationId(rotationId)
                .pool(pool(standing))
                .turns(standing.course(turns).turns().stream()
                        .map(turn -> toTurn(turn, seats.get(turn.userId())))
                        .toList())
                .candidates(toCandidates(standing.candidates()));
    }

    private static RotationPool pool(RotationState standing) {
        if (standing.next().isEmpty()) {
            return RotationPool.EMPTY;
        }
        return standing.isFallback() ? RotationPool.FALLBACK : RotationPool.AVAILABLE;
    }

    @Mapping(target = "turn", source = "turn.number")
    @Mapping(target = "userId", source = "turn.userId")
    RotationTurn toTurn(Turn turn, MemberRow user);

    /** @param assignment null: no decision was made yet */
    default TicketAssignment toAssignment(@Nullable AssignmentRow assignment) {
        if (assignment == null) {
            return new TicketAssignment().reason(AssignmentReason.NONE).candidates(List.of());
        }
        return toAssignment(assignment, candidatesOf(assignment));
    }

    TicketAssignment toAssignment(AssignmentRow row, List<RotationCandidate> candidates);

    private List<RotationCandidate> candidatesOf(AssignmentRow assignment) {
        if (assignment.epoch() == null) {
            return List.of();
        }
        RotationEpoch epoch = RotationStore.toEpoch(assignment.epoch());
        long turn = assignment.turn() == null
                ? 0
                : assignment.turn() - 1 - assignment.epoch().turnsBefore();
        return toCandidates(epoch.candidates(turn));
    }

    private List<RotationCandidate> toCandidates(List<Candidate> candidates) {
        return candidates.stream().map(this::toCandidate).toList();
    }

    @Mapping(target = "userId", source = "member.userId")
    @Mapping(target = "weight", source = "member.weight")
    @Mapping(target = "skipReason", source = "member.skipped")
    RotationCandidate toCandidate(Candidate candidate);

    /** Converts to tickets, the unit of credits in the contract. */
    default BigDecimal tickets(Long credit) {
        // Not 0E-9.
        return credit == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(credit, 9);
    }

    default dev.docket.api.model.SkipReason skipReason(Absence reason) {
        return dev.docket.api.model.SkipReason.fromValue(reason.name().toLowerCase(Locale.ROOT));
    }
}
