package dev.docket.server.text;

import java.util.regex.Pattern;

/** What passes for an e-mail address: whether it is one, only its mail server knows. */
public final class EmailAddress {

    private static final Pattern FORMAT = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private EmailAddress() {}

    public static boolean isOne(String text) {
        return FORMAT.matcher(text).matches();
    }
}
