package dev.docket.server.directory;

import dev.docket.api.model.DirectoryEntityType;
import dev.docket.api.model.DirectoryImportLine;
import dev.docket.api.model.QuotaName;
import dev.docket.api.model.Violation;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.EntityDao;
import dev.docket.persistence.directory.EntityRow;
import dev.docket.server.directory.EntityStore.Item;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of the directory that differs from one type of entity to another. {@link EntityTypes} lists the types, and
 * {@link EntityStore} has the part that is the same for all types.
 *
 * @param <K> the id of an entity
 * @param <I> an entity as a client sends it
 * @param <R> an entity as it is stored
 * @param <T> an entity as the contract shows it
 * @param type the name of the type in the contract
 * @param name the name of an entity in messages
 * @param ticketField the property of a ticket that refers to an entity
 */
record EntityType<K, I, R extends EntityRow, T>(
        DirectoryEntityType type,
        String name,
        String ticketField,
        EntityIds<K> ids,
        Class<? extends EntityDao<K, R>> dao,
        Mapping<K, I, R, T> mapping,
        Rules<I, R> rules) {

    /**
     * @param input the entity in a line of an import; null if the line has no entity of this type
     * @param id the id of a row
     * @param show maps a row to the contract
     */
    record Mapping<K, I, R, T>(
            Function<DirectoryImportLine, @Nullable I> input,
            ToRow<K, I, R> toRow,
            Function<R, K> id,
            Function<R, T> show) {}

    @FunctionalInterface
    interface ToRow<K, I, R> {
        R of(I input, K id, long revision);
    }

    /**
     * @param unique describes the value that must be unique among the entities of the type
     * @param check returns every violation in an entity, independently of the entity that it replaces
     * @param reference the value of an entity that tickets store; it cannot change while tickets refer to the entity
     * @param unused requires that only tickets refer to the entity
     */
    record Rules<I, R>(Function<R, String> unique, Check<I> check, Function<R, ?> reference, Usage<R> unused) {}

    @FunctionalInterface
    interface Check<I> {
        List<Violation> of(Transaction transaction, String account, I input);
    }

    @FunctionalInterface
    interface Usage<R> {
        /** @throws dev.docket.server.http.problem.ProblemException 409 if the entity is in use */
        void requireNone(Transaction transaction, String account, R row);
    }

    /** Returns the quota of the type, which has its name in the plural. */
    QuotaName quota() {
        return QuotaName.fromValue(type + "s");
    }

    /** A type whose entities have numbers from 0 as ids. */
    static <I, R extends EntityRow, T> EntityType<Long, I, R, T> numbered(
            DirectoryEntityType type,
            String name,
            String ticketField,
            Class<? extends EntityDao<Long, R>> dao,
            Mapping<Long, I, R, T> mapping) {
        return of(type, name, ticketField, EntityIds.NUMBERS, dao, mapping);
    }

    /** A type that tickets refer to by its id, that nothing else refers to, and whose only unique value is the id. */
    static <K, I, R extends EntityRow, T> EntityType<K, I, R, T> of(
            DirectoryEntityType type,
            String name,
            String ticketField,
            EntityIds<K> ids,
            Class<? extends EntityDao<K, R>> dao,
            Mapping<K, I, R, T> mapping) {
        Rules<I, R> rules = new Rules<>(
                row -> "id " + mapping.id().apply(row),
                (transaction, account, input) -> List.of(),
                mapping.id(),
                (transaction, account, row) -> {});
        return new EntityType<>(type, name, ticketField, ids, dao, mapping, rules);
    }

    EntityType<K, I, R, T> unique(Function<R, String> unique) {
        return with(new Rules<>(unique, rules.check(), rules.reference(), rules.unused()));
    }

    EntityType<K, I, R, T> checking(Check<I> check) {
        return with(new Rules<>(rules.unique(), check, rules.reference(), rules.unused()));
    }

    EntityType<K, I, R, T> referredToBy(Function<R, ?> reference) {
        return with(new Rules<>(rules.unique(), rules.check(), reference, rules.unused()));
    }

    EntityType<K, I, R, T> requiringNoUse(Usage<R> unused) {
        return with(new Rules<>(rules.unique(), rules.check(), rules.reference(), unused));
    }

    /** Whether {@code line} contains an entity of this type. */
    boolean isIn(DirectoryImportLine line) {
        return mapping.input().apply(line) != null;
    }

    /** @param line contains an entity of this type, with a valid id */
    Item<K, I> item(DirectoryImportLine line) {
        return new Item<>(ids.fromJson().apply(line.getId()), mapping.input().apply(line));
    }

    private EntityType<K, I, R, T> with(Rules<I, R> changed) {
        return new EntityType<>(type, name, ticketField, ids, dao, mapping, changed);
    }
}
