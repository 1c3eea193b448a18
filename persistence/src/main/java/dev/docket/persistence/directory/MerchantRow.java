package dev.docket.persistence.directory;

import dev.docket.persistence.text.PhoneNumbers;
import dev.docket.persistence.text.RequesterWords;
import dev.docket.persistence.text.SearchText;
import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;

/** A merchant with its principal contact. */
public record MerchantRow(
        long id,
        String uniqueId,
        String dbaName,
        String principalName,
        String principalEmail,
        String principalPhone,
        long revision)
        implements EntityRow {

    @JdbiConstructor
    public MerchantRow {}

    /** A new merchant. */
    public MerchantRow(
            long id,
            String uniqueId,
            String dbaName,
            String principalName,
            String principalEmail,
            String principalPhone) {
        this(id, uniqueId, dbaName, principalName, principalEmail, principalPhone, 1);
    }

    @Override
    public String searchText() {
        return SearchText.of(
                id,
                uniqueId,
                dbaName,
                principalName,
                principalEmail,
                principalPhone,
                PhoneNumbers.digits(principalPhone));
    }

    /** The words of the name that a ticket of this requester has. */
    public String nameWords() {
        return RequesterWords.ofName(dbaName);
    }

    /** The words of the email address and phone number that a ticket of this requester has. */
    public String contactWords() {
        return RequesterWords.ofContact(principalEmail, principalPhone);
    }
}
