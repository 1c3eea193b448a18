package dev.docket.server.tickets;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.docket.api.model.RequesterType;
import dev.docket.api.model.TicketInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.rotations.RotationInForceRow;
import dev.docket.persistence.servicelevels.PauseRow;
import dev.docket.persistence.servicelevels.SlaStamp;
import dev.docket.persistence.tickets.Links;
import dev.docket.persistence.tickets.NewTicket;
import dev.docket.persistence.tickets.NewTicketBuilder;
import dev.docket.persistence.tickets.Requester;
import dev.docket.persistence.tickets.TicketCreation;
import dev.docket.persistence.tickets.Turn;
import dev.docket.server.accounts.AccountRules;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.rotations.Rotations;
import dev.docket.server.security.Actor;
import dev.docket.server.security.Caller;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.sla.SlaState;
import dev.docket.server.text.Characters;
import dev.docket.server.text.Composed;
import dev.docket.server.text.EmailAddress;
import dev.docket.server.tickettypes.TicketTypeRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A ticket computed without the database. Its violations may come from a configuration that is out of date; only the
 * database can tell.
 *
 * @param input the request
 * @param caller that sent it
 * @param ticket the ticket to store; only to be checked if there are violations or missing permissions
 * @param sla empty for a ticket without an SLA, such as one that is created resolved or closed
 * @param rotation the rotation that picks the assignee
 * @param now when it is drafted
 * @param missingPermissions permissions that the ticket type requires and the caller does not have
 * @param violations what is wrong with the input, beyond the checks of the contract
 */
public record TicketDraft(
        TicketInput input,
        Caller caller,
        NewTicket ticket,
        Optional<SlaState> sla,
        Optional<RotationInForceRow> rotation,
        Instant now,
        List<String> missingPermissions,
        List<Violation> violations) {

    private static final NoArgGenerator UNIQUE_IDS = Generators.timeBasedEpochGenerator();

    static TicketDraft of(
            String account,
            TicketInput input,
            AccountRules configuration,
            Caller caller,
            String requestId,
            byte @Nullable [] keyHash,
            Instant now) {
        return of(
                account,
                input,
                TicketTimes.now(input.getStatus(), now),
                configuration,
                caller,
                requestId,
                keyHash,
                now);
    }

    public static TicketDraft of(
            String account,
            TicketInput input,
            TicketTimes beginning,
            AccountRules configuration,
            Caller caller,
            String requestId,
            byte @Nullable [] keyHash,
            Instant now) {
        Instant createdAt = beginning.createdAt();
        Optional<TicketTypeRules> type = Optional.ofNullable(input.getTicketTypeId())
                .map(id -> configuration.ticketTypes().get(id));
        List<String> missingPermissions = type.stream()
                .flatMap(found -> found.requiredPermissions().stream())
                .filter(permission -> !caller.has(permission))
                .toList();
        Map<String, Object> customFields = Composed.of(input.getCustomFields());
        boolean isResolved = TicketLifecycle.isResolved(input.getStatus());
        boolean isExternal = input.getRequesterType() == RequesterType.EXTERNAL;
        List<Violation> violations = violations(input, customFields, type, isResolved, isExternal);
        boolean isRefused = !missingPermissions.isEmpty() || !violations.isEmpty();

        Optional<RotationInForceRow> rotation = beginning.takesTurn() && input.getAssignedTo() == null
                ? type.map(TicketTypeRules::rotation)
                : Optional.empty();
        SlaAgreement agreement = type.map(TicketTypeRules::sla).orElse(configuration.defaultSla());
        Optional<Instant> slaFrom = Optional.ofNullable(beginning.slaFrom());
        List<PauseRow> pauses = slaFrom.map(from -> agreement.startPauses(input.getStatus(), createdAt, from))
                .orElse(List.of());
        Instant respondedAt = beginning.firstResponseAt();
        Optional<SlaState> sla = slaFrom.map(from -> agreement
                .clock(input.getPriority(), createdAt, pauses, respondedAt, null, null)
                .at(respondedAt == null || respondedAt.isBefore(from) ? from : respondedAt));
        boolean takesTurn = rotation.isPresent() && takesTurn(rotation.get(), type.get());
        NewTicket ticket = NewTicketBuilder.builder()
                .accountId(account)
                .configurationVersion(configuration.version())
                .checkOnly(isRefused)
                .uniqueId(UNIQUE_IDS.generate())
                .basics(TicketMapper.INSTANCE.toBasics(
                        input, type.map(TicketTypeRules::version).orElse(null)))
                .requester(new Requester(
                        input.getRequesterType().toString(),
                        input.getRequesterId(),
                        isExternal ? input.getRequesterName() : null,
                        isExternal ? EmailAddress.kept(input.getRequesterEmail()) : null,
                        isExternal ? input.getRequesterPhone() : null))
                .assignedTo(input.getAssignedTo())
                .assignedTeamId(input.getAssignedTeamId())
                .turn(rotation.map(found -> new Turn(found.rotationId(), found.epoch(), takesTurn))
                        .orElse(Turn.NONE))
                .links(new Links(
                        input.getMerchantId(), null, input.getLeadId(), input.getApplicationId(), input.getMidId()))
                .createdAt(createdAt)
                .resolvedAt(beginning.resolvedAt())
                .closedAt(beginning.closedAt())
                .sla(sla.map(state -> stamp(agreement, state, createdAt)).orElse(null))
                .slaPauses(pauses)
                // Rejected values are not sent to the database: PostgreSQL may be unable to read a rejected number.
                .customFields(isRefused ? Map.of() : customFields)
                .tags(tags(input.getTags()))
                .cause(Actor.of(caller, requestId).cause())
                .keyHash(keyHash)
                .build();
        return new TicketDraft(input, caller, ticket, sla, rotation, now, missingPermissions, violations);
    }

    /** A first response in another system may have come too late; that event is still to be recorded. */
    private static SlaStamp stamp(SlaAgreement agreement, SlaState state, Instant createdAt) {
        SlaStamp stamp = agreement.stamp(state);
        return state.events().isEmpty() ? stamp : stamp.withNextEventAt(createdAt);
    }

    private static boolean takesTurn(RotationInForceRow rotation, TicketTypeRules type) {
        return !rotation.isEmpty() && (!rotation.isFallback() || type.takesStandIns());
    }

    /**
     * Whether availability must be re-read before the rotation picks a user: it may have expired, or the rotation has
     * capacity limits.
     */
    public boolean asksWhoIsThere() {
        return !ticket.checkOnly()
                && rotation.filter(found -> found.hasCapacities()
                                || (found.validUntil() != null && !now.isBefore(found.validUntil())))
                        .isPresent();
    }

    /**
     * Returns this draft, or a new one made with current availability, as a part of {@code transaction}, which has
     * locked the account.
     *
     * @param drafting makes the draft by the current configuration
     */
    public TicketDraft certain(
            Transaction transaction, AccountRulesCache configurations, Function<AccountRules, TicketDraft> drafting) {
        if (!asksWhoIsThere()) {
            return this;
        }
        Rotations.settle(
                transaction,
                ticket.accountId(),
                ticket.turn().rotationId(),
                now,
                ticket.cause().requestId());
        return drafting.apply(configurations.changed(transaction, ticket.accountId()));
    }

    /**
     * @param creation the result for this draft
     * @throws ProblemException 400 with everything that is wrong with {@code input}; 403 if its ticket type requires
     *     permissions that the caller does not have
     */
    public void requireStored(TicketCreation creation) {
        if (!missingPermissions.isEmpty()) {
            throw ProblemException.forbidden(
                    missingPermissions.get(0),
                    "tickets of this type need more permissions: " + String.join(", ", missingPermissions));
        }
        List<Violation> all = new ArrayList<>(violations);
        creation.refusals().stream()
                .map(refusal -> Refusals.explain(refusal, input))
                .forEach(all::add);
        if (!all.isEmpty()) {
            throw ProblemException.invalid(all);
        }
    }

    private static List<Violation> violations(
            TicketInput input,
            Map<String, Object> customFields,
            Optional<TicketTypeRules> type,
            boolean isResolved,
            boolean isExternal) {
        List<Violation> violations = new ArrayList<>();
        if (input.getTicketTypeId() != null && type.isEmpty()) {
            violations.add(Violations.inBody(
                    "/ticketTypeId",
                    ViolationCode.UNKNOWN_REFERENCE,
                    "no ticket type of this account has the ID '" + input.getTicketTypeId() + "'"));
        }
        type.filter(found -> !found.isActive())
                .ifPresent(inactive -> violations.add(Violations.inBody(
                        "/ticketTypeId",
                        ViolationCode.INACTIVE_REFERENCE,
                        "the ticket type '" + inactive.id() + "' is not active")));
        if (isExternal) {
            violations.addAll(checkExternal(input.getRequesterName(), input.getRequesterEmail()));
        }
        violations.addAll(FreeForm.check(input.getCustomFields()));
        type.ifPresent(found -> violations.addAll(found.customFields().check(customFields, isResolved)));
        return violations;
    }

    /** Returns what is wrong with a requester that is not in the CRM. */
    static List<Violation> checkExternal(@Nullable String name, @Nullable String email) {
        List<Violation> violations = new ArrayList<>();
        requireForExternal("/requesterName", name, violations);
        requireForExternal("/requesterEmail", email, violations);
        String problem = isGiven(email) ? EmailAddress.problem(email) : null;
        if (problem != null) {
            violations.add(Violations.inBody("/requesterEmail", ViolationCode.INVALID_FORMAT, problem));
        }
        return violations;
    }

    /** Returns the tags in the given order, without repetitions. */
    static List<String> tags(@Nullable List<String> given) {
        return given == null ? List.of() : List.copyOf(new LinkedHashSet<>(Composed.of(given)));
    }

    private static void requireForExternal(String pointer, @Nullable String value, List<Violation> violations) {
        if (!isGiven(value)) {
            violations.add(
                    Violations.inBody(pointer, ViolationCode.REQUIRED, "must be given for an external requester"));
        }
    }

    private static boolean isGiven(@Nullable String value) {
        return value != null && !Characters.areInvisible(value);
    }
}
