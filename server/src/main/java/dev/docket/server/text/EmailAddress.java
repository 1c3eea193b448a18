package dev.docket.server.text;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The format of email addresses, the same wherever the contract takes one: a dot-atom or a quoted string before the
 * {@code @} (RFC 5321, section 4.1.2), and a host name after it. Both may have letters of any script (RFC 6531).
 * Blanks, comments and IP addresses are not accepted. Only a mail server knows whether an address exists.
 */
public final class EmailAddress {

    private static final int MAX_LABEL = 63;
    private static final Pattern LOCAL =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*"
                    + "|\"[^\"\\\\]+\"");
    private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]*[\\p{L}\\p{M}\\p{N}])?");

    private EmailAddress() {}

    /** Returns an address as it is kept: composed, without blanks around it. */
    public static @Nullable String kept(@Nullable String text) {
        return text == null ? null : Composed.of(text).strip();
    }

    /**
     * What is wrong with a text that should be an address; null if it is one.
     *
     * @param text blanks around it do not count
     */
    public static @Nullable String problem(String text) {
        String address = text.strip();
        OptionalInt invisible = Characters.firstInvisible(address);
        if (invisible.isPresent()) {
            String character = Character.toString(invisible.getAsInt());
            return "must be an email address; it has %s as character %d"
                    .formatted(
                            Characters.name(invisible.getAsInt()),
                            1 + text.codePointCount(0, text.indexOf(character, text.indexOf(address))));
        }
        return isOne(address) ? null : "must be an email address, such as rosa@example.com";
    }

    /** Whether a text is an address, with no blanks around it. */
    public static boolean isOne(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && LOCAL.matcher(text.substring(0, at)).matches() && isHost(text.substring(at + 1));
    }

    private static boolean isHost(String host) {
        for (String label : host.split("\\.", -1)) {
            if (label.length() > MAX_LABEL || !LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }
}
