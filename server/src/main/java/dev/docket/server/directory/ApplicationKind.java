package dev.docket.server.directory;

import dev.docket.api.model.Application;
import dev.docket.api.model.ApplicationInput;
import dev.docket.api.model.Violation;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.ApplicationDao;
import dev.docket.persistence.directory.ApplicationRow;
import java.util.List;

final class ApplicationKind implements NumberedKind<ApplicationInput, ApplicationRow, Application> {

    @Override
    public String name() {
        return "application";
    }

    @Override
    public String ticketField() {
        return "applicationId";
    }

    @Override
    public ApplicationDao dao(Transaction transaction) {
        return transaction.dao(ApplicationDao.class);
    }

    @Override
    public Long id(ApplicationRow row) {
        return row.id();
    }

    @Override
    public ApplicationRow toRow(Long id, ApplicationInput input, long revision) {
        return DirectoryMapper.INSTANCE.toRow(input, id, revision);
    }

    @Override
    public Application show(ApplicationRow row) {
        return DirectoryMapper.INSTANCE.toApplication(row);
    }

    @Override
    public String unique(ApplicationRow row) {
        return "unique ID '" + row.uniqueId() + "'";
    }

    @Override
    public List<Violation> check(Transaction transaction, String account, ApplicationInput input) {
        return Emails.check("/dbaEmail", input.getDbaEmail());
    }

    /** Tickets have the unique ID. */
    @Override
    public Object reference(ApplicationRow row) {
        return row.uniqueId();
    }

    @Override
    public void requireReplaceable(
            Transaction transaction, String account, ApplicationRow present, ApplicationRow wanted) {
        if (present.uniqueId().equals(wanted.uniqueId())) {
            return;
        }
        long tickets = dao(transaction).countTickets(account, present.id());
        if (tickets > 0) {
            throw Entities.conflict("%d %s to application %d by its unique ID '%s'; change them first"
                    .formatted(
                            tickets,
                            tickets == 1 ? "ticket refers" : "tickets refer",
                            present.id(),
                            present.uniqueId()));
        }
    }
}
