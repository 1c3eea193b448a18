package dev.docket.server.directory;

import dev.docket.api.model.Merchant;
import dev.docket.api.model.MerchantInput;
import dev.docket.api.model.PrincipalContact;
import dev.docket.api.model.Violation;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.MerchantDao;
import dev.docket.persistence.directory.MerchantRow;
import java.util.List;

final class MerchantKind implements NumberedKind<MerchantInput, MerchantRow, Merchant> {

    @Override
    public String name() {
        return "merchant";
    }

    @Override
    public String ticketField() {
        return "merchantId";
    }

    @Override
    public MerchantDao dao(Transaction transaction) {
        return transaction.dao(MerchantDao.class);
    }

    @Override
    public Long id(MerchantRow row) {
        return row.id();
    }

    @Override
    public MerchantRow toRow(Long id, MerchantInput input, long revision) {
        return DirectoryMapper.INSTANCE.toRow(input, id, revision);
    }

    @Override
    public Merchant show(MerchantRow row) {
        return DirectoryMapper.INSTANCE.toMerchant(row);
    }

    @Override
    public String unique(MerchantRow row) {
        return "unique ID '" + row.uniqueId() + "'";
    }

    @Override
    public List<Violation> check(Transaction transaction, String account, MerchantInput input) {
        PrincipalContact contact = input.getPrincipalContact();
        return Emails.check("/principalContact/email", contact == null ? null : contact.getEmail());
    }

    @Override
    public void requireUnused(Transaction transaction, String account, MerchantRow row) {
        long mids = dao(transaction).countMids(account, row.id());
        if (mids > 0) {
            throw Entities.conflict("%d %s to merchant %d; delete them or give them to another merchant first"
                    .formatted(mids, mids == 1 ? "MID belongs" : "MIDs belong", row.id()));
        }
    }
}
