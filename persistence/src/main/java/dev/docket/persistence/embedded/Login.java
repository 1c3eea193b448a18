package dev.docket.persistence.embedded;

/** A role of the database and its password. It prints without the password. */
public record Login(String user, String password) {

    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
