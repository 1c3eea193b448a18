package dev.docket.server.text;

import java.util.regex.Pattern;

/** A minimal check of email addresses: only the mail server knows whether an address exists. */
public final class EmailAddress {

    private static final Pattern FORMAT = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private EmailAddress() {}

    public static boolean isOne(String text) {
        return FORMAT.matcher(text).matches();
    }
}
