package dev.docket.server.directory;

import dev.docket.persistence.directory.EntityRow;

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
}
