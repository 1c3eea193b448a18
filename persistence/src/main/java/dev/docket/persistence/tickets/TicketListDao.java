package dev.docket.persistence.tickets;

import dev.docket.persistence.database.jdbi.PlannedEachTime;
import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Lists of tickets; {@link TicketListSql} builds the statements, which depend on the query. */
public interface TicketListDao {

    default List<PageRow<ListedTicketRow>> list(TicketListQuery query) {
        List<PageRow<ListedTicketRow>> rows = new ArrayList<>();
        for (TicketListSql.ListPart part : TicketListSql.parts(query.order(), query.after())) {
            int missing = query.limit() - rows.size();
            if (missing > 0 && !PageRow.endedEarly(rows)) {
                rows.addAll(list(TicketListSql.list(query, part), query.from(part.after(), missing)));
            }
        }
        return rows;
    }

    /** Counts the tickets on all pages of the list. */
    default long count(TicketListQuery query) {
        return count(TicketListSql.count(query.filter()), query);
    }

    @PlannedEachTime
    @EndsByBytes
    @SqlQuery("<statement>")
    List<PageRow<ListedTicketRow>> list(@Define String statement, @BindMethods TicketListQuery query);

    @PlannedEachTime
    @SqlQuery("<statement>")
    long count(@Define String statement, @BindMethods TicketListQuery query);
}
