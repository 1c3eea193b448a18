package dev.docket.server.tickettypes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.TicketType;
import dev.docket.api.model.TicketTypeInput;
import dev.docket.api.model.TicketTypeVersion;
import dev.docket.api.model.Violation;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.persistence.tickettypes.TicketTypeVersionRow;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with ticket types. Thread-safe. */
public final class TicketTypes {

    private static final TicketTypeMapper MAPPER = TicketTypeMapper.INSTANCE;

    private final Database database;
    private final Clock clock;

    public TicketTypes(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * @throws ProblemException 400 with everything that is wrong with {@code input}; 409 if there is one of its id
     */
    public Versioned<TicketType> create(String account, TicketTypeInput input) {
        Instant now = clock.instant();
        String id = ResourceIds.orNew(input.getId());
        return ConfigurationLock.change(database, account, transaction -> {
            TicketTypeDao dao = transaction.dao(TicketTypeDao.class);
            if (dao.find(account, id).isPresent()) {
                throw new ProblemException(ProblemType.CONFLICT, "there is a ticket type '" + id + "' already");
            }
            requireValid(transaction, account, input);
            dao.insert(account, MAPPER.toRow(input, id, 1, 1, now, now));
            return show(find(dao, account, id));
        });
    }

    /** @throws ProblemException 404 */
    public Versioned<TicketType> read(String account, String id) {
        return database.read(account, transaction -> show(find(transaction.dao(TicketTypeDao.class), account, id)));
    }

    /** In the order of {@code sortOrder} and id. */
    public Page<TicketType> list(String account, @Nullable String cursor, int pageSize, boolean includeTotal) {
        Place after = Page.after(cursor, Place.FIRST, key -> new Place(Integer.parseInt(key.get(0)), key.get(1)));
        return database.read(account, transaction -> {
            TicketTypeDao dao = transaction.dao(TicketTypeDao.class);
            return Page.of(
                            dao.list(account, after.sortOrder(), after.id(), pageSize + 1),
                            pageSize,
                            row -> List.of(Integer.toString(row.sortOrder()), row.id()),
                            includeTotal ? dao.count(account) : null)
                    .map(MAPPER::toTicketType);
        });
    }

    private record Place(int sortOrder, String id) {

        static final Place FIRST = new Place(Integer.MIN_VALUE, "");
    }

    /**
     * The versions of the custom fields, the newest first.
     *
     * @throws ProblemException 404 if there is no such type
     */
    public Page<TicketTypeVersion> listVersions(
            String account, String id, @Nullable String cursor, int pageSize, boolean includeTotal) {
        int before = Page.after(cursor, Integer.MAX_VALUE, key -> Integer.valueOf(key.get(0)));
        return database.read(account, transaction -> {
            TicketTypeDao dao = transaction.dao(TicketTypeDao.class);
            TicketTypeRow type = find(dao, account, id);
            List<TicketTypeVersionRow> versions = dao.listVersions(account, id, before, pageSize + 1);
            // They are numbered from 1 without a gap.
            Long total = includeTotal ? Long.valueOf(type.version()) : null;
            return Page.of(versions, pageSize, row -> List.of(Integer.toString(row.version())), total)
                    .map(MAPPER::toVersion);
        });
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 400 with everything that would be wrong afterwards; 404; 412
     */
    public Versioned<TicketType> update(String account, String id, @Nullable String ifMatch, ObjectNode patch) {
        Instant now = clock.instant();
        return ConfigurationLock.change(database, account, transaction -> {
            TicketTypeDao dao = transaction.dao(TicketTypeDao.class);
            TicketTypeRow row = find(dao, account, id);
            EntityTags.requireMatch(ifMatch, row.revision());
            TicketTypeInput input = MergePatch.apply(patch, MAPPER.toInput(row), TicketTypeInput.class);
            requireValid(transaction, account, input);
            TicketTypeRow changed =
                    MAPPER.toRow(input, id, row.version(), row.revision(), row.createdAt(), row.updatedAt());
            if (!changed.equals(row)) {
                boolean hasNewFields = !changed.customFields().equals(row.customFields());
                int version = hasNewFields ? row.version() + 1 : row.version();
                changed = MAPPER.toRow(input, id, version, row.revision() + 1, row.createdAt(), now);
                if (hasNewFields) {
                    dao.insertVersion(account, changed, changed.customFields());
                }
                dao.update(account, changed);
            }
            return show(find(dao, account, id));
        });
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 404; 409 if there are tickets of the type; 412
     */
    public void delete(String account, String id, @Nullable String ifMatch) {
        ConfigurationLock.change(database, account, transaction -> {
            TicketTypeDao dao = transaction.dao(TicketTypeDao.class);
            EntityTags.requireMatch(ifMatch, find(dao, account, id).revision());
            long tickets = dao.countTickets(account, id);
            if (tickets > 0) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "%d tickets are of the type '%s'; set isActive to false instead".formatted(tickets, id));
            }
            dao.delete(account, id);
            return null;
        });
    }

    private static Versioned<TicketType> show(TicketTypeRow row) {
        return Versioned.of(MAPPER.toTicketType(row), row.revision());
    }

    private static TicketTypeRow find(TicketTypeDao dao, String account, String id) {
        return dao.find(account, id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "there is no ticket type '" + id + "' in this account"));
    }

    private static void requireValid(Transaction transaction, String account, TicketTypeInput input) {
        List<Violation> violations = new ArrayList<>();
        if (input.getRotationId() != null
                && transaction
                        .dao(RotationDao.class)
                        .find(account, input.getRotationId())
                        .isEmpty()) {
            violations.add(Violations.unknown("/rotationId", "rotation", input.getRotationId()));
        }
        if (input.getSlaPolicyId() != null
                && !transaction.dao(SlaDao.class).existsPolicy(account, input.getSlaPolicyId())) {
            violations.add(Violations.unknown("/slaPolicyId", "SLA policy", input.getSlaPolicyId()));
        }
        violations.addAll(CustomFieldDefinitions.check(input.getCustomFields()));
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }
}
