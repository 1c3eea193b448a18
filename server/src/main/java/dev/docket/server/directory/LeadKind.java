package dev.docket.server.directory;

import dev.docket.api.model.Lead;
import dev.docket.api.model.LeadInput;
import dev.docket.api.model.Violation;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.LeadDao;
import dev.docket.persistence.directory.LeadRow;
import java.util.List;

final class LeadKind implements NumberedKind<LeadInput, LeadRow, Lead> {

    @Override
    public String name() {
        return "lead";
    }

    @Override
    public String ticketField() {
        return "leadId";
    }

    @Override
    public LeadDao dao(Transaction transaction) {
        return transaction.dao(LeadDao.class);
    }

    @Override
    public Long id(LeadRow row) {
        return row.id();
    }

    @Override
    public LeadRow toRow(Long id, LeadInput input, long revision) {
        return DirectoryMapper.INSTANCE.toRow(input, id, revision);
    }

    @Override
    public Lead show(LeadRow row) {
        return DirectoryMapper.INSTANCE.toLead(row);
    }

    @Override
    public String unique(LeadRow row) {
        return "unique ID '" + row.uniqueId() + "'";
    }

    @Override
    public List<Violation> check(Transaction transaction, String account, LeadInput input) {
        return Emails.check("/email", input.getEmail());
    }
}
