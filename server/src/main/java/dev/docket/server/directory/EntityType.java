package dev.docket.server.directory;

import dev.docket.api.model.DirectoryEntityType;
import dev.docket.api.model.DirectoryImportLine;
import dev.docket.api.model.Violation;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.EntityDao;
import dev.docket.persistence.directory.EntityRow;
import dev.docket.server.directory.EntityStore.Item;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What differs from one type of entity to another; {@link EntityTypes} is the table of them, and {@link EntityStore}
 * does what is the same for all types.
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
     * @param input the entity in a line of an import; null if the line has none of this type
     * @param id the id of a row
     * @param show the row as the contract has it
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
     * @param unique what no other entity of the type may have, in words
     * @param check everything that is wrong with an entity, whatever it replaces
     * @param reference what a ticket's property has of an entity; it cannot change while tickets refer to the entity
     * @param unused requires that nothing but tickets refers to the entity
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

    /** A type whose entities the CRM numbers from 0. */
    static <I, R extends EntityRow, T> EntityType<Long, I, R, T> numbered(
            DirectoryEntityType type,
            String name,
            String ticketField,
            Class<? extends EntityDao<Long, R>> dao,
            Mapping<Long, I, R, T> mapping) {
        return of(type, name, ticketField, EntityIds.NUMBERS, dao, mapping);
    }

    /** A type to which tickets refer by the id, of which nothing else is unique and to which nothing else refers. */
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

    /** Whether {@code line} has an entity of this type. */
    boolean isIn(DirectoryImportLine line) {
        return mapping.input().apply(line) != null;
    }

    /** @param line has an entity of this type, and an id of it */
    Item<K, I> item(DirectoryImportLine line) {
        return new Item<>(ids.fromJson().apply(line.getId()), mapping.input().apply(line));
    }

    private EntityType<K, I, R, T> with(Rules<I, R> changed) {
        return new EntityType<>(type, name, ticketField, ids, dao, mapping, changed);
    }
}
