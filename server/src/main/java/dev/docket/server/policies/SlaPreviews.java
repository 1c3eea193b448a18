package dev.docket.server.policies;

import dev.docket.api.model.SlaPause;
import dev.docket.api.model.SlaPolicyInput;
import dev.docket.api.model.SlaPreview;
import dev.docket.api.model.SlaPreviewInput;
import dev.docket.api.model.SlaPreviewTarget;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.calendars.BusinessCalendarDao;
import dev.docket.persistence.calendars.BusinessCalendarRow;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.policies.SlaPolicyRow;
import dev.docket.persistence.policies.StoredPolicyRow;
import dev.docket.server.calendars.BusinessCalendarMapper;
import dev.docket.server.calendars.CalendarCheck;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.sla.BusinessClock;
import dev.docket.server.sla.Interval;
import dev.docket.server.sla.Pause;
import dev.docket.server.sla.ServiceTerms;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.sla.SlaClock;
import dev.docket.server.sla.SlaExplanation;
import dev.docket.server.sla.SlaState;
import dev.docket.server.sla.TargetState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Computes when a ticket would be due, and stores nothing. Thread-safe. */
final class SlaPreviews {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");
    private static final String NOBODY = "preview";

    private final Database database;
    private final Clock clock;

    public SlaPreviews(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @throws ProblemException 400 with all violations of {@code input} */
    public SlaPreview preview(String account, SlaPreviewInput input) {
        ServiceTerms policy = database.read(account, transaction -> {
            List<Violation> violations = check(transaction, account, input);
            if (!violations.isEmpty()) {
                throw ProblemException.invalid(violations);
            }
            return policy(transaction, account, input);
        });
        Instant start = input.getStart();
        List<Pause> pauses = input.getPauses().stream()
                .map(pause -> new Pause(pause.getFrom(), pause.getUntil()))
                .toList();
        List<Interval> pauseSpans = Interval.union(input.getPauses().stream()
                .map(pause -> new Interval(pause.getFrom(), pause.getUntil()))
                .toList());
        // A pause counts only up to the instant of the state, so that instant is after all pauses.
        Instant end = Stream.concat(Stream.of(start), pauseSpans.stream().map(Interval::to))
                .max(Comparator.naturalOrder())
                .orElse(start);
        SlaState state = new SlaClock(policy, input.getPriority(), start, pauses, null, null, null).at(end);
        BusinessClock business = new BusinessClock(policy.calendar());
        return new SlaPreview()
                .priority(input.getPriority())
                .start(start)
                .firstResponse(target(
                        state.firstResponse(), business, start, policy.pauseFirstResponse() ? pauseSpans : List.of()))
                .resolution(target(state.resolution(), business, start, pauseSpans));
    }

    private static SlaPreviewTarget target(
            TargetState state, BusinessClock business, Instant start, List<Interval> pauses) {
        SlaPreviewTarget target = new SlaPreviewTarget().spans(List.of());
        if (state.target() == null) {
            return target;
        }
        target.minutes(state.target().toMinutes()).atRiskAt(state.atRiskAt()).dueAt(state.due());
        if (state.due() != null) {
            List<Interval> periods = new Interval(start, state.due()).without(pauses);
            target.businessSeconds(business.elapsed(periods).toSeconds()).spans(SlaExplanation.open(business, periods));
        }
        return target;
    }

    private static ServiceTerms policy(Transaction transaction, String account, SlaPreviewInput input) {
        ServiceTerms policy = policyOf(transaction, account, input);
        BusinessCalendarRow calendar = calendar(transaction, account, input);
        return calendar == null
                ? policy
                : new ServiceTerms(
                        policy.targets(),
                        SlaAgreement.calendar(calendar),
                        policy.pausingStatuses(),
                        policy.atRiskPercent(),
                        policy.pauseFirstResponse());
    }

    private static ServiceTerms policyOf(Transaction transaction, String account, SlaPreviewInput input) {
        SlaPolicyInput given = input.getPolicy();
        if (given != null) {
            BusinessCalendarRow calendar = SlaPolicyKind.calendar(transaction, account, given.getCalendarId());
            return policyOf(SlaPolicyMapper.INSTANCE.toRow(given, NOBODY).withCalendar(calendar, 1));
        }
        SlaDao dao = transaction.dao(SlaDao.class);
        Optional<StoredPolicyRow> stored =
                input.getPolicyId() == null ? dao.findDefault(account) : dao.find(account, input.getPolicyId());
        return stored.map(row -> policyOf(row.policy())).orElse(ServiceTerms.DEFAULT);
    }

    private static ServiceTerms policyOf(SlaPolicyRow row) {
        return SlaAgreement.of(row).policy();
    }

    /** Returns the calendar that replaces the policy's; null if the input names none. */
    private static @Nullable BusinessCalendarRow calendar(
            Transaction transaction, String account, SlaPreviewInput input) {
        return input.getCalendar() == null
                ? SlaPolicyKind.calendar(transaction, account, input.getCalendarId())
                : BusinessCalendarMapper.INSTANCE.toRow(input.getCalendar(), NOBODY);
    }

    private List<Violation> check(Transaction transaction, String account, SlaPreviewInput input) {
        List<Violation> violations = new ArrayList<>();
        if (input.getPolicyId() != null && !transaction.dao(SlaDao.class).exists(account, input.getPolicyId())) {
            violations.add(Violations.unknown("/policyId", "SLA policy", input.getPolicyId()));
        }
        if (input.getPolicy() != null) {
            refuseBoth(input.getPolicyId(), "/policy", violations);
            violations.addAll(SlaPolicyKind.check(transaction, account, input.getPolicy(), "/policy"));
        }
        if (input.getCalendarId() != null
                && transaction
                        .dao(BusinessCalendarDao.class)
                        .find(account, input.getCalendarId())
                        .isEmpty()) {
            violations.add(Violations.unknown("/calendarId", "business calendar", input.getCalendarId()));
        }
        if (input.getCalendar() != null) {
            refuseBoth(input.getCalendarId(), "/calendar", violations);
            violations.addAll(CalendarCheck.check(input.getCalendar(), "/calendar", clock.instant()));
        }
        checkTimes(input, violations);
        return violations;
    }

    private static void refuseBoth(@Nullable String id, String pointer, List<Violation> violations) {
        if (id != null) {
            violations.add(Violations.inBody(
                    pointer, ViolationCode.CONTRADICTION, "must not be given together with " + pointer + "Id"));
        }
    }

    private static void checkTimes(SlaPreviewInput input, List<Violation> violations) {
        Instant start = input.getStart();
        if (start.isBefore(EARLIEST) || !start.isBefore(END)) {
            violations.add(
                    Violations.inBody("/start", ViolationCode.OUT_OF_RANGE, "must be in the years 1970 to 2199"));
            return;
        }
        Instant horizon = start.atOffset(ZoneOffset.UTC)
                .plusYears(BusinessClock.HORIZON_YEARS)
                .toInstant();
        for (int at = 0; at < input.getPauses().size(); at++) {
            SlaPause pause = input.getPauses().get(at);
            String pointer = "/pauses/" + at;
            if (pause.getUntil().isBefore(pause.getFrom())) {
                violations.add(
                        Violations.inBody(pointer + "/until", ViolationCode.CONTRADICTION, "must not be before from"));
            }
            if (pause.getUntil().isAfter(horizon)) {
                violations.add(Violations.inBody(
                        pointer + "/until", ViolationCode.OUT_OF_RANGE, "must be within ten years from the start"));
            }
        }
    }
}
