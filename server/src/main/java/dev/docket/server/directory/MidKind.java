package dev.docket.server.directory;

import dev.docket.api.model.Mid;
import dev.docket.api.model.MidInput;
import dev.docket.api.model.Violation;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.MerchantDao;
import dev.docket.persistence.directory.MidDao;
import dev.docket.persistence.directory.MidRow;
import dev.docket.server.http.problem.Violations;
import java.util.List;

final class MidKind implements NumberedKind<MidInput, MidRow, Mid> {

    @Override
    public String name() {
        return "MID";
    }

    @Override
    public String ticketField() {
        return "midId";
    }

    @Override
    public MidDao dao(Transaction transaction) {
        return transaction.dao(MidDao.class);
    }

    @Override
    public Long id(MidRow row) {
        return row.id();
    }

    @Override
    public MidRow toRow(Long id, MidInput input, long revision) {
        return DirectoryMapper.INSTANCE.toRow(input, id, revision);
    }

    @Override
    public Mid show(MidRow row) {
        return DirectoryMapper.INSTANCE.toMid(row);
    }

    @Override
    public String unique(MidRow row) {
        return "unique ID '" + row.uniqueId() + "'";
    }

    @Override
    public List<Violation> check(Transaction transaction, String account, MidInput input) {
        Long merchant = input.getMerchantId();
        return transaction.dao(MerchantDao.class).find(account, merchant).isPresent()
                ? List.of()
                : List.of(Violations.unknown("/merchantId", "merchant", merchant));
    }
}
