package dev.docket.server.rotations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.NextUsers;
import dev.docket.api.model.TicketRotation;
import dev.docket.api.model.TicketRotationInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.rotations.MemberRow;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.persistence.rotations.RotationRow;
import dev.docket.persistence.rotations.RotationStateRow;
import dev.docket.persistence.rotations.TurnDao;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.http.json.MergePatch;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.ResourceIds;
import dev.docket.server.http.rest.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What can be done with ticket rotations; creating a ticket takes the turns. Thread-safe. */
public final class Rotations {

    private static final RotationMapper MAPPER = RotationMapper.INSTANCE;

    /** Names in the history of tickets why they got somebody. */
    private static final String USERS_CHANGED = "users-changed";

    private final Database database;
    private final Clock clock;

    public Rotations(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @throws ProblemException 400 with everything that is wrong with {@code input}; 409 if there is one of its id */
    public Versioned<TicketRotation> create(String account, TicketRotationInput input) {
        Instant now = clock.instant();
        String id = ResourceIds.orNew(input.getId());
        return ConfigurationLock.change(database, account, transaction -> {
            if (transaction.dao(RotationDao.class).find(account, id).isPresent()) {
                throw new ProblemException(ProblemType.CONFLICT, "there is a rotation '" + id + "' already");
            }
            requireValid(transaction, account, input);
            add(transaction, account, MAPPER.toRow(input, id, 1, now, now), MAPPER.toSeats(input), now);
            serve(transaction, account, id, input, now);
            return show(transaction, account, id);
        });
    }

    /** @throws ProblemException 404 */
    public Versioned<TicketRotation> read(String account, String id) {
        return database.read(account, transaction -> show(transaction, account, id));
    }

    /** In the order of ids. */
    public Page<TicketRotation> list(String account, @Nullable String cursor, int pageSize, boolean includeTotal) {
        String after = Page.after(cursor, "", key -> key.get(0));
        return database.read(account, transaction -> {
            RotationDao dao = transaction.dao(RotationDao.class);
            Long total = includeTotal ? Long.valueOf(dao.count(account)) : null;
            Page<RotationRow> page =
                    Page.of(dao.list(account, after, pageSize + 1), pageSize, row -> List.of(row.id()), total);
            Map<String, TicketRotation> rotations = describe(transaction, account, page.data());
            return page.map(row -> rotations.get(row.id()));
        });
    }

    /**
     * Changes a rotation; what each member is owed is carried over.
     *
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 400 with everything that would be wrong afterwards; 404; 412
     */
    public Versioned<TicketRotation> update(
            String account, String id, @Nullable String ifMatch, ObjectNode patch, String requestId) {
        Instant now = clock.instant();
        return ConfigurationLock.change(database, account, transaction -> {
            RotationDao dao = transaction.dao(RotationDao.class);
            RotationRow row = find(dao, account, id);
            EntityTags.requireMatch(ifMatch, row.revision());
            List<MemberRow> seats = dao.seats(account, id, now);
            TicketRotationInput input =
                    MergePatch.apply(patch, MAPPER.toWholeInput(row, seats), TicketRotationInput.class);
            requireValid(transaction, account, input);
            RotationRow changed = MAPPER.toRow(input, id, row.revision(), row.createdAt(), row.updatedAt());
            if (!changed.equals(row) || !MAPPER.toSeats(input).equals(MAPPER.toSeats(seats))) {
                dao.update(account, MAPPER.toRow(input, id, row.revision() + 1, row.createdAt(), now));
            }
            seat(transaction, account, id, MAPPER.toSeats(input), now, requestId);
            serve(transaction, account, id, input, now);
            return show(transaction, account, id);
        });
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 404; 409 if ticket types or tickets need it; 412
     */
    public void delete(String account, String id, @Nullable String ifMatch) {
        ConfigurationLock.change(database, account, transaction -> {
            RotationDao dao = transaction.dao(RotationDao.class);
            EntityTags.requireMatch(ifMatch, find(dao, account, id).revision());
            Set<String> types = dao.ticketTypesOf(account, List.of(id)).keySet();
            if (!types.isEmpty()) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "the ticket types %s take their turns from it; give them another rotationId first"
                                .formatted(String.join(", ", types)));
            }
            RotationStateRow standing =
                    transaction.dao(TurnDao.class).standing(account, id).orElseThrow();
            if (standing.turns() > 0 || standing.waiting() > 0) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "it explains %d assignments, and %d tickets wait for it; set its status to inactive instead"
                                .formatted(standing.turns(), standing.waiting()));
            }
            dao.delete(account, id);
            return null;
        });
    }

    /**
     * Who takes the next turns if nothing else happens. Writes nothing.
     *
     * @param turns how many at most
     * @throws ProblemException 404
     */
    public NextUsers next(String account, String id, int turns) {
        return database.read(account, transaction -> {
            find(transaction.dao(RotationDao.class), account, id);
            return MAPPER.toNextUsers(id, new RotationStore(transaction, account, clock.instant()).look(id), turns);
        });
    }

    /** As a part of {@code transaction}: adds a rotation that owes nobody anything. */
    public static void add(
            Transaction transaction, String account, RotationRow rotation, List<MemberSetup> seats, Instant now) {
        RotationDao dao = transaction.dao(RotationDao.class);
        dao.insert(account, rotation);
        store(dao, account, rotation.id(), seats);
        new RotationStore(transaction, account, now).begin(rotation.id());
    }

    /**
     * As a part of {@code transaction}: changes members and weights. What each is owed is carried over, and saving what is
     * there already changes nothing.
     */
    static void seat(
            Transaction transaction,
            String account,
            String id,
            List<MemberSetup> seats,
            Instant now,
            String requestId) {
        transaction.dao(AccountDao.class).lock(account);
        RotationDao dao = transaction.dao(RotationDao.class);
        if (!MAPPER.toSeats(dao.seats(account, id, now)).equals(seats)) {
            dao.deleteMembers(account, id);
            store(dao, account, id, seats);
        }
        new RotationStore(transaction, account, now).settle(id, requestId);
    }

    /** As a part of {@code transaction}, in which the account is locked: to be called after any change of these users. */
    public void usersChanged(Transaction transaction, String account, Collection<String> userIds) {
        RotationStore dealer = new RotationStore(transaction, account, clock.instant());
        transaction
                .dao(RotationDao.class)
                .rotationsOf(account, List.copyOf(userIds))
                .forEach(rotation -> dealer.settle(rotation, USERS_CHANGED));
    }

    /** As a part of {@code transaction}, in which the account is locked: see {@link RotationStore#settle}. */
    public static void settle(Transaction transaction, String account, String id, Instant now, String requestId) {
        new RotationStore(transaction, account, now).settle(id, requestId);
    }

    private static void store(RotationDao dao, String account, String id, List<MemberSetup> seats) {
        dao.insertMembers(
                account,
                id,
                seats.stream().map(MemberSetup::userId).toList(),
                IntStream.range(0, seats.size()).boxed().toList(),
                seats.stream().map(MemberSetup::weight).toList(),
                seats.stream().map(MemberSetup::maxOpenTickets).toList());
    }

    private static void serve(
            Transaction transaction, String account, String id, TicketRotationInput input, Instant now) {
        if (input.getTicketTypeId() != null) {
            transaction.dao(RotationDao.class).serve(account, id, input.getTicketTypeId(), now);
        }
    }

    private Versioned<TicketRotation> show(Transaction transaction, String account, String id) {
        RotationRow row = find(transaction.dao(RotationDao.class), account, id);
        TicketRotation rotation = describe(transaction, account, List.of(row)).get(id);
        return new Versioned<>(rotation, EntityTags.of(row.revision(), rotation));
    }

    /** By their ids. */
    private Map<String, TicketRotation> describe(Transaction transaction, String account, List<RotationRow> rows) {
        List<String> ids = rows.stream().map(RotationRow::id).toList();
        Map<String, RotationState> standings = new RotationStore(transaction, account, clock.instant()).look(ids);
        Map<String, List<String>> types =
                transaction.dao(RotationDao.class).ticketTypesOf(account, ids).entrySet().stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return rows.stream()
                .collect(Collectors.toMap(
                        RotationRow::id,
                        row -> MAPPER.toRotation(
                                row, standings.get(row.id()), types.getOrDefault(row.id(), List.of()))));
    }

    private static RotationRow find(RotationDao dao, String account, String id) {
        return dao.find(account, id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "there is no rotation '" + id + "' in this account"));
    }

    private static void requireValid(Transaction transaction, String account, TicketRotationInput input) {
        List<Violation> violations = new ArrayList<>();
        if (input.getTicketTypeId() != null
                && transaction
                        .dao(TicketTypeDao.class)
                        .find(account, input.getTicketTypeId())
                        .isEmpty()) {
            violations.add(Violations.unknown("/ticketTypeId", "ticket type", input.getTicketTypeId()));
        }
        List<String> userIds =
                MAPPER.toSeats(input).stream().map(MemberSetup::userId).toList();
        Set<String> known = transaction.dao(UserDao.class).existing(account, userIds);
        Set<String> seen = new HashSet<>();
        for (int at = 0; at < userIds.size(); at++) {
            String pointer = "/userRotationArray/" + at + "/userId";
            String userId = userIds.get(at);
            if (!known.contains(userId)) {
                violations.add(Violations.unknown(pointer, "user", userId));
            } else if (!seen.add(userId)) {
                violations.add(Violations.inBody(
                        pointer, ViolationCode.CONTRADICTION, "is in the rotation before, too; give a weight instead"));
            }
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }
}
