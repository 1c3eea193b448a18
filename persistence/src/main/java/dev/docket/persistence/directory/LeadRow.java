package dev.docket.persistence.directory;

import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;

/** A person or a company that may become a merchant. */
public record LeadRow(long id, String uniqueId, String name, String email, String phone, long revision)
        implements EntityRow {

    @JdbiConstructor
    public LeadRow {}

    /** A new lead. */
    public LeadRow(long id, String uniqueId, String name, String email, String phone) {
        this(id, uniqueId, name, email, phone, 1);
    }
}
