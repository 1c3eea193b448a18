package dev.docket.server.directory;

import dev.docket.persistence.directory.EntityRow;
import org.jspecify.annotations.Nullable;

/** A kind of entities that the CRM numbers from 0. */
interface NumberedKind<I, R extends EntityRow, T> extends Kind<Long, I, R, T> {

    @Override
    default Long first() {
        return -1L;
    }

    @Override
    default Long parse(String id) {
        return Long.valueOf(id);
    }

    @Override
    default @Nullable Long fromJson(@Nullable Object id) {
        boolean isInteger = id instanceof Integer || id instanceof Long;
        return isInteger && ((Number) id).longValue() >= 0 ? ((Number) id).longValue() : null;
    }

    @Override
    default String idRule() {
        return "must be an integer from 0";
    }
}
