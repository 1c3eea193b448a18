package dev.docket.server.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A minimal check of email addresses: only the mail server knows whether an address exists. */
public final class EmailAddress {

    private static final Pattern FORMAT = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private EmailAddress() {}

    /** Returns an address as it is kept: composed, without blanks around it. */
    public static @Nullable String kept(@Nullable String text) {
        return text == null ? null : Composed.of(text).strip();
    }

    /**
     * Returns what is wrong with an address; empty for an address.
     *
     * @param text blanks around it do not count
     */
    public static Optional<String> flaw(String text) {
        OptionalInt unseen =
                text.strip().codePoints().filter(EmailAddress::isUnseen).findFirst();
        if (unseen.isPresent()) {
            return Optional.of("must not have the invisible character U+%04X, which is character %d"
                    .formatted(
                            unseen.getAsInt(),
                            1 + text.codePointCount(0, text.indexOf(Character.toString(unseen.getAsInt())))));
        }
        return FORMAT.matcher(text.strip()).matches() ? Optional.empty() : Optional.of("must be an email address");
    }

    private static boolean isUnseen(int character) {
        return character > 0x7F
                && (UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                        || Character.getType(character) == Character.FORMAT
                        || Character.isSpaceChar(character));
    }
}
