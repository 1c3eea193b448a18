package dev.docket.server.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.docket.api.model.RequesterType;
import dev.docket.persistence.database.BoundRequester;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.RequesterDao;
import dev.docket.server.concurrent.ReadCache;
import dev.docket.server.text.EmailAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Looks up by which ids tickets may name the requester that a token is bound to. Thread-safe. */
final class RequesterIds {

    /** How long a node may use what it read: the directory changes rarely, and a token is used many times. */
    private static final Duration BELIEVED = Duration.ofSeconds(5);

    /** The email address of every external requester whose data was erased. It belongs to none of them. */
    private static final String ERASED = "erased@erased.invalid";

    private final Database database;
    private final ReadCache<Key, CallerRequester> known =
            new ReadCache<>(Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(BELIEVED));

    private record Key(String account, TokenRequester requester) {}

    RequesterIds(Database database) {
        this.database = database;
    }

    /** Whether a token can be bound to the requester: it is in the directory, or has an email address of its own. */
    boolean exists(String account, TokenRequester requester) {
        return switch (RequesterType.fromValue(requester.type())) {
            case EXTERNAL ->
                EmailAddress.isOne(requester.id()) && !requester.id().equalsIgnoreCase(ERASED);
            case USER ->
                database.read(
                        account,
                        transaction -> transaction.dao(RequesterDao.class).hasUser(account, requester.id()));
            default ->
                !database.read(account, transaction -> idsOf(transaction, account, requester))
                        .isEmpty();
        };
    }

    /** Binds a caller of the account to the requester. */
    CallerRequester bind(String account, TokenRequester requester) {
        return known.get(new Key(account, requester), this::read);
    }

    private CallerRequester read(Key key) {
        TokenRequester requester = key.requester();
        List<String> ids = database.read(key.account(), transaction -> switch (RequesterType.fromValue(
                requester.type())) {
            case EXTERNAL, USER -> List.of(transaction.dao(RequesterDao.class).lower(requester.id()));
            default ->
                Stream.concat(Stream.of(requester.id()), idsOf(transaction, key.account(), requester).stream())
                        .distinct()
                        .toList();
        });
        return new CallerRequester(requester, new BoundRequester(requester.type(), ids));
    }

    private static List<String> idsOf(Transaction transaction, String account, TokenRequester requester) {
        return transaction.dao(RequesterDao.class).idsOf(account, requester.type(), requester.id());
    }
}
