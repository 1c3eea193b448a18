package dev.docket.persistence.directory;

import dev.docket.persistence.text.PhoneNumbers;
import dev.docket.persistence.text.RequesterWords;
import dev.docket.persistence.text.SearchText;
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

    @Override
    public String searchText() {
        return SearchText.of(id, uniqueId, name, email, phone, PhoneNumbers.digits(phone));
    }

    /** The words of the name that a ticket of this requester has. */
    public String nameWords() {
        return RequesterWords.ofName(name);
    }

    /** The words of the email address and phone number that a ticket of this requester has. */
    public String contactWords() {
        return RequesterWords.ofContact(email, phone);
    }
}
