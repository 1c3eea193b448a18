package dev.docket.persistence.embedded;

/** A role of the database and its password. {@code toString} omits the password. */
public record Login(String user, String password) {

    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
