package dev.docket.server.erasure;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.docket.api.model.RequesterErasure;
import dev.docket.api.model.RequesterErasureInput;
import dev.docket.api.model.RequesterType;
import dev.docket.persistence.accounts.AccountTurns;
import dev.docket.persistence.accounts.AccountWork;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.RequesterDao;
import dev.docket.persistence.erasure.ErasedTicketRow;
import dev.docket.persistence.erasure.ErasureRow;
import dev.docket.persistence.erasure.ErasureRowBuilder;
import dev.docket.persistence.erasure.RequesterErasureDao;
import dev.docket.server.attachments.AttachmentSweep;
import dev.docket.server.http.rest.Page;
import dev.docket.server.security.Actor;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases requesters from their tickets, after the request for it was committed. The database records what is left to
 * do, together with each ticket that is done: an erasure can continue at any time and on any node, and erases each
 * ticket once. Thread-safe.
 */
final class RequesterErasures {

    private static final Logger LOG = LoggerFactory.getLogger(RequesterErasures.class);
    private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
    private static final int BATCH = 100;
    private static final UUID BEHIND_ALL = new UUID(-1, -1);

    private final Database database;
    private final AttachmentSweep contents;
    private final Clock clock;
    private final AccountTurns turns;

    public RequesterErasures(Database database, AttachmentSweep contents, Clock clock) {
        this.database = database;
        this.contents = contents;
        this.clock = clock;
        this.turns = new AccountTurns(
                database,
                (transaction, accounts) ->
                        transaction.dao(RequesterErasureDao.class).accounts(),
                this::erasing);
    }

    /** @param begin receives the account if there is something to erase */
    public RequesterErasure request(String account, RequesterErasureInput input, Actor actor, Consumer<String> begin) {
        ErasureRow row = database.write(account, transaction -> {
            RequesterErasureDao dao = transaction.dao(RequesterErasureDao.class);
            ErasureRow asked = ErasureRowBuilder.builder()
                    .id(IDS.generate())
                    .requesterType(input.getRequesterType().toString())
                    .requesterIds(ids(transaction, account, input))
                    .includeAgentTexts(input.getIncludeAgentTexts())
                    .actor(actor.row())
                    .requestId(actor.requestId())
                    .requestedAt(clock.instant().truncatedTo(ChronoUnit.MICROS))
                    .build();
            dao.insert(account, asked);
            return asked;
        });
        begin.accept(account);
        return ErasureMapper.INSTANCE.toErasure(row);
    }

    /** Returns the ids by which tickets may name the requester. */
    private static List<String> ids(Transaction transaction, String account, RequesterErasureInput input) {
        String id = input.getRequesterId();
        if (input.getRequesterType() == RequesterType.USER) {
            return List.of(id.toLowerCase(Locale.ROOT));
        }
        return Stream.concat(
                        Stream.of(id),
                        transaction
                                .dao(RequesterDao.class)
                                .idsOf(account, input.getRequesterType().toString(), id)
                                .stream())
                .distinct()
                .toList();
    }

    /** Lists the erasures, the newest first. */
    public Page<RequesterErasure> list(String account, @Nullable String cursor, int pageSize, boolean includeTotal) {
        UUID before = Page.after(cursor, BEHIND_ALL, key -> UUID.fromString(key.get(0)));
        return database.read(account, transaction -> {
            RequesterErasureDao dao = transaction.dao(RequesterErasureDao.class);
            return Page.of(
                            dao.list(account, before, pageSize + 1),
                            pageSize,
                            row -> List.of(row.id().toString()),
                            includeTotal ? dao.count(account) : null)
                    .map(ErasureMapper.INSTANCE::toErasure);
        });
    }

    /** @return whether erasures are left that should be continued soon */
    public boolean run() {
        return turns.run();
    }

    /** Completes the erasures of an account. */
    public void start(String account) {
        erasing(account).finish();
    }

    private AccountWork erasing(String account) {
        Set<UUID> failed = new HashSet<>();
        return () -> eraseNext(account, failed);
    }

    /** Continues the oldest erasure. A failure of one does not stop the others. */
    private boolean eraseNext(String account, Set<UUID> failed) {
        List<ErasureRow> pending =
                database
                        .read(
                                account,
                                transaction -> transaction
                                        .dao(RequesterErasureDao.class)
                                        .pending(account))
                        .stream()
                        .filter(erasure -> !failed.contains(erasure.id()))
                        .toList();
        return !pending.isEmpty() && (!tryToFinish(account, pending.get(0), failed) || pending.size() > 1);
    }

    /** @return whether nothing of the erasure is left for this run */
    private boolean tryToFinish(String account, ErasureRow erasure, Set<UUID> failed) {
        try {
            return finish(account, erasure);
        } catch (RuntimeException failure) {
            LOG.warn("the erasure {} of {} could not be completed yet", erasure.id(), account, failure);
            return failed.add(erasure.id());
        }
    }

    /** @return false if there may be more tickets */
    private boolean finish(String account, ErasureRow erasure) {
        List<Long> tickets = tickets(account, erasure);
        tickets.forEach(ticket -> erase(account, erasure.id(), ticket));
        if (tickets.size() == BATCH) {
            return false;
        }
        contents.removeErased(account);
        database.write(account, transaction -> {
            transaction.dao(RequesterErasureDao.class).finish(account, erasure.id(), clock.instant());
            return null;
        });
        return true;
    }

    private List<Long> tickets(String account, ErasureRow erasure) {
        long after = erasure.afterId();
        boolean isUser = erasure.requesterType().equals(RequesterType.USER.toString());
        return database.read(account, transaction -> {
            RequesterErasureDao dao = transaction.dao(RequesterErasureDao.class);
            return isUser
                    ? dao.ticketsOfUser(account, erasure.requesterIds(), after, BATCH)
                    : dao.tickets(account, erasure.requesterType(), erasure.requesterIds(), after, BATCH);
        });
    }

    /** Erases one ticket, and records that in the same transaction. */
    private void erase(String account, UUID id, long ticket) {
        database.write(account, transaction -> {
            RequesterErasureDao dao = transaction.dao(RequesterErasureDao.class);
            ErasureRow erasure = dao.lock(account, id).orElseThrow();
            // Another node that considered this one dead may have erased it.
            if (erasure.afterId() < ticket) {
                Actor actor = new Actor(
                        erasure.actor().type(),
                        erasure.actor().id(),
                        erasure.actor().name(),
                        erasure.requestId(),
                        0,
                        Set.of());
                ErasedTicketRow erased = new TicketErasure(
                                transaction, account, actor, clock.instant().truncatedTo(ChronoUnit.MICROS))
                        .ofRequester(ticket, erasure.includeAgentTexts());
                dao.advance(account, id, ticket, erased);
            }
            return null;
        });
    }
}
