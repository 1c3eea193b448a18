package dev.docket.persistence.directory;

import dev.docket.persistence.text.PhoneNumbers;
import dev.docket.persistence.text.RequesterWords;
import dev.docket.persistence.text.SearchText;
import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;

/** A merchant's application for an account. */
public record ApplicationRow(long id, String uniqueId, String dbaName, String dbaEmail, String dbaPhone, long revision)
        implements EntityRow {

    @JdbiConstructor
    public ApplicationRow {}

    /** A new application. */
    public ApplicationRow(long id, String uniqueId, String dbaName, String dbaEmail, String dbaPhone) {
        this(id, uniqueId, dbaName, dbaEmail, dbaPhone, 1);
    }

    @Override
    public String searchText() {
        return SearchText.of(id, uniqueId, dbaName, dbaEmail, dbaPhone, PhoneNumbers.digits(dbaPhone));
    }

    /** The words of the name that a ticket of this requester has. */
    public String nameWords() {
        return RequesterWords.ofName(dbaName);
    }

    /** The words of the email address and phone number that a ticket of this requester has. */
    public String contactWords() {
        return RequesterWords.ofContact(dbaEmail, dbaPhone);
    }
}
