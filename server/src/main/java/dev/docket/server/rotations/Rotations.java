package dev.docket.server.rotations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.NextUsers;
import dev.docket.api.model.TicketRotation;
import dev.docket.api.model.TicketRotationInput;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.persistence.rotations.RotationRow;
import dev.docket.server.configurations.Change;
import dev.docket.server.configurations.Configured;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.quotas.Quotas;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on ticket rotations. Turns are taken when tickets are created. Thread-safe. */
public final class Rotations {

    private static final RotationMapper MAPPER = RotationMapper.INSTANCE;

    /** Stands for the request ID in the history of tickets that are assigned after a change of users. */
    private static final String USERS_CHANGED = "users-changed";

    private final RotationKind kind;
    private final Configured<TicketRotationInput, RotationRow, TicketRotation> configured;
    private final Database database;
    private final Clock clock;

    public Rotations(Database database, Quotas quotas, Clock clock) {
        this.kind = new RotationKind(clock);
        this.configured = new Configured<>(kind, database, quotas, clock);
        this.database = database;
        this.clock = clock;
    }

    /** The operations that give no turns. */
    Configured<TicketRotationInput, RotationRow, TicketRotation> configured() {
        return configured;
    }

    /** @throws ProblemException 400 with every violation in {@code input}; 409 if its id is taken */
    public Versioned<TicketRotation> create(String account, TicketRotationInput input) {
        return configured.create(account, input, Rotations::serve);
    }

    /**
     * Changes a rotation and carries over what each member is owed.
     *
     * @throws ProblemException 400 with every violation of the result; 404; 412
     */
    public Versioned<TicketRotation> update(
            String account, String id, @Nullable String ifMatch, ObjectNode patch, String requestId) {
        return configured.update(account, id, ifMatch, patch, change -> {
            settle(change.transaction(), account, id, change.now(), requestId);
            serve(change);
        });
    }

    /**
     * Forecasts the users who take the next turns if nothing else happens. Writes nothing.
     *
     * @param turns maximum number of turns
     * @throws ProblemException 404
     */
    public NextUsers next(String account, String id, int turns) {
        return database.read(account, transaction -> {
            kind.find(transaction, account, id);
            return MAPPER.toNextUsers(id, new RotationStore(transaction, account, clock.instant()).look(id), turns);
        });
    }

    /** Adds a rotation in which no member is owed a ticket, as a part of {@code transaction}. */
    public static void add(Transaction transaction, String account, RotationRow rotation) {
        transaction.dao(RotationDao.class).insert(account, rotation);
        new RotationStore(transaction, account, rotation.createdAt()).begin(rotation.id());
    }

    /**
     * Settles the rotations of these users, as a part of {@code transaction}, in which the account is locked. To be
     * called after any change of the users.
     */
    public void usersChanged(Transaction transaction, String account, Collection<String> userIds) {
        RotationStore dealer = new RotationStore(transaction, account, clock.instant());
        transaction
                .dao(RotationDao.class)
                .rotationsOf(account, List.copyOf(userIds))
                .forEach(rotation -> dealer.settle(rotation, USERS_CHANGED));
    }

    /**
     * Settles one rotation, as a part of {@code transaction}, in which the account is locked: see
     * {@link RotationStore#settle}.
     */
    public static void settle(Transaction transaction, String account, String id, Instant now, String requestId) {
        new RotationStore(transaction, account, now).settle(id, requestId);
    }

    /** Lets the tickets of the type that the input names take turns of the rotation. */
    private static void serve(Change<TicketRotationInput, RotationRow> change) {
        if (change.input().getTicketTypeId() != null) {
            change.transaction()
                    .dao(RotationDao.class)
                    .serve(change.account(), change.after().id(), change.input().getTicketTypeId(), change.now());
        }
    }
}
