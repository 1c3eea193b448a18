package dev.docket.server.tickettypes;

import dev.docket.api.model.TicketTypeVersion;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.pages.PageRow;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.persistence.tickettypes.TicketTypeVersionRow;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the versions of ticket types' custom fields. Thread-safe. */
final class TicketTypeVersions {

    private final Database database;

    public TicketTypeVersions(Database database) {
        this.database = database;
    }

    /**
     * Lists the versions, the newest first.
     *
     * @throws ProblemException 404 if the type does not exist
     */
    public Page<TicketTypeVersion> list(
            String account, String id, @Nullable String cursor, int pageSize, boolean includeTotal) {
        int before = Page.after(cursor, Integer.MAX_VALUE, key -> Integer.valueOf(key.get(0)));
        return database.read(account, transaction -> {
            TicketTypeRow type = new TicketTypeKind().find(transaction, account, id);
            List<PageRow<TicketTypeVersionRow>> versions =
                    transaction.dao(TicketTypeDao.class).listVersions(account, id, before, pageSize + 1);
            // Versions are numbered from 1 without a gap.
            Long total = includeTotal ? Long.valueOf(type.version()) : null;
            return Page.of(versions, pageSize, row -> List.of(Integer.toString(row.version())), total)
                    .map(TicketTypeMapper.INSTANCE::toVersion);
        });
    }
}
