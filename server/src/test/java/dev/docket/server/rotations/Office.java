package dev.docket.server.rotations;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.api.model.RequesterType;
import dev.docket.api.model.Ticket;
import dev.docket.api.model.TicketCategory;
import dev.docket.api.model.TicketInput;
import dev.docket.api.model.TicketSource;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.directory.UserRow;
import dev.docket.persistence.rotations.MemberSetupRow;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.persistence.rotations.RotationRow;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.rotations.deck.Absence;
import dev.docket.server.rotations.deck.RotationMember;
import dev.docket.server.security.Caller;
import dev.docket.server.testing.TicketTypeRows;
import dev.docket.server.tickets.Tickets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A database with accounts that have rotations, and two nodes that create tickets there without HTTP. Each node has its
 * own pool and cache. The ticket type of a rotation has the same id.
 */
public final class Office implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-03-06T21:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final JsonMapper JSON = JsonMappers.contract();
    private static final Caller CALLER = new Caller(new UUID(0, 1), "test", Set.of(), Set.of());

    public final TestDatabase testDatabase = TestDatabase.create();
    public final Node one = new Node();
    public final Node other = new Node();

    /** The part of a node that this package tests. */
    public final class Node {

        public final Database database = testDatabase.open();
        private final Tickets tickets = new Tickets(
                database, new AccountRulesCache(database), new IdempotencyKeys(database, JSON, CLOCK), CLOCK);

        /** Creates a ticket of the type {@code rotation}. */
        public Ticket create(String account, String rotation) {
            return create(account, rotation, null);
        }

        public Ticket create(String account, String rotation, @Nullable String assignedTo) {
            TicketInput input = new TicketInput()
                    .ticketTypeId(rotation)
                    .subject("Subject")
                    .description("Description")
                    .category(TicketCategory.TECHNICAL)
                    .source(TicketSource.PHONE)
                    .requesterType(RequesterType.EXTERNAL)
                    .requesterId("r")
                    .requesterName("R")
                    .requesterEmail("r@r.example")
                    .assignedTo(assignedTo);
            byte[] ticket =
                    tickets.create(account, input, CALLER, "request", null).body();
            try {
                return JSON.readValue(ticket, Ticket.class);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        public void change(String account, String rotation, List<RotationMember> members) {
            ConfigurationLock.change(database, account, transaction -> {
                attend(transaction, account, members);
                seat(transaction, account, rotation, setup(members));
                return null;
            });
        }
    }

    public void addAccount(String account) {
        one.database.write(
                account,
                transaction -> transaction.dao(AccountDao.class).insert(new AccountRow(account, account, "TKT", NOW)));
    }

    public void addUsers(String account, Collection<String> ids) {
        one.database.write(account, transaction -> {
            UserDao users = transaction.dao(UserDao.class);
            ids.forEach(id -> users.put(account, new UserRow(id, id, id + "@docket.example", true)));
            return null;
        });
    }

    /** Adds a rotation, those of its members that do not exist yet, and its ticket type. */
    public void addRotation(String account, String id, List<RotationMember> members) {
        addUsers(account, members.stream().map(RotationMember::userId).toList());
        one.database.write(account, transaction -> {
            attend(transaction, account, members);
            Rotations.add(transaction, account, new RotationRow(id, id, "active", setup(members), 1, NOW, NOW));
            transaction.dao(TicketTypeDao.class).insert(account, TicketTypeRows.typeOf(id, id, true));
            return null;
        });
    }

    private static List<MemberSetupRow> setup(List<RotationMember> members) {
        return members.stream()
                .map(member -> new MemberSetupRow(member.userId(), member.weight()))
                .toList();
    }

    /** Replaces the members of a rotation, as its PATCH does. */
    static void seat(Transaction transaction, String account, String rotation, List<MemberSetupRow> members) {
        transaction.dao(RotationDao.class).replaceMembers(account, rotation, members);
        Rotations.settle(transaction, account, rotation, NOW, "request");
    }

    /** Sets the availability of the users to that of the members. */
    static void attend(Transaction transaction, String account, List<RotationMember> members) {
        AttendanceDao dao = transaction.dao(AttendanceDao.class);
        for (RotationMember member : members) {
            dao.set(
                    account,
                    member.userId(),
                    member.skipped() != Absence.INACTIVE,
                    member.skipped() != Absence.UNAVAILABLE);
            dao.stay(account, member.userId());
            if (member.skipped() == Absence.OUT_OF_OFFICE) {
                dao.leave(account, member.userId(), NOW, NOW.plus(Duration.ofDays(7)));
            }
        }
    }

    /** Sets the availability of users. */
    public interface AttendanceDao {

        @SqlUpdate("""
                UPDATE users
                   SET is_active = :isActive,
                       is_available = :isAvailable
                 WHERE account_id = :accountId
                   AND id = :userId
                """)
        void set(String accountId, String userId, boolean isActive, boolean isAvailable);

        @SqlUpdate("DELETE FROM out_of_office WHERE account_id = :accountId AND user_id = :userId")
        void stay(String accountId, String userId);

        @SqlUpdate("""
                INSERT INTO out_of_office (account_id, user_id, starts_at, ends_at)
                VALUES (:accountId, :userId, :from, :until)
                """)
        void leave(String accountId, String userId, Instant from, Instant until);
    }

    public TakenTurns turns(String account, String rotation) {
        return TakenTurns.read(testDatabase, account, rotation);
    }

    /** The one value of a query, run as a superuser. */
    public String ask(String sql) {
        return testDatabase.queryAsSuperuser(sql).get(0).get(0);
    }

    @Override
    public void close() {
        one.database.close();
        other.database.close();
    }
}
