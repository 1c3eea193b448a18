package dev.docket.server.directory;

import dev.docket.api.MerchantsApi;
import dev.docket.api.model.Merchant;
import dev.docket.api.model.MerchantInput;
import dev.docket.persistence.directory.MerchantRow;
import jakarta.ws.rs.core.Response;

/** The operations on merchants, as HTTP has them. */
final class MerchantsResource extends EntityResource<Long, MerchantInput, Merchant> implements MerchantsApi {

    MerchantsResource(EntityStore<Long, MerchantInput, MerchantRow, Merchant> merchants) {
        super(merchants);
    }

    @Override
    public Response listMerchants(
            String xAccountId, String search, Integer pageSize, String cursor, Boolean includeTotal) {
        return list(xAccountId, search, pageSize, cursor, includeTotal);
    }

    @Override
    public Response getMerchant(String xAccountId, Long merchantId, String ifNoneMatch) {
        return read(xAccountId, merchantId, ifNoneMatch);
    }

    @Override
    public Response putMerchant(String xAccountId, Long merchantId, String ifMatch, MerchantInput merchantInput) {
        return put(xAccountId, merchantId, ifMatch, merchantInput);
    }

    @Override
    public Response deleteMerchant(String xAccountId, Long merchantId, Boolean detach, String ifMatch) {
        return delete(xAccountId, merchantId, detach, ifMatch);
    }
}
