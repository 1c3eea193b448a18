package dev.docket.persistence.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Phone numbers as they are searched. The same number is written with its country code, with a prefix for calls within
 * the country, or with neither; only its end is always the same. So two numbers are taken for the same if their last
 * eight digits are; a number of seven digits is the same as one that ends with it. An extension does not count.
 */
public final class PhoneNumbers {

    private static final Pattern EXTENSION =
            Pattern.compile("(?:;ext=|\\bextn?\\b[.:]?|\\bx|#|доб\\.?)\\s*[0-9]{1,7}$");
    private static final Pattern FORM = Pattern.compile("[+(]?[0-9][0-9 ().,/\u2010-\u2015-]*");
    private static final Pattern OTHERS = Pattern.compile("[^0-9]");
    private static final Pattern ZEROS = Pattern.compile("^0+");

    private static final int LOCAL = 7;
    private static final int SAME = 8;

    /** As many digits as a number has within most countries: for a number of which only the beginning was typed. */
    private static final int NATIONAL = 10;

    /** More than the 15 digits of E.164, because a call may begin with a prefix and a carrier. */
    private static final int MOST = 20;

    private PhoneNumbers() {}

    /** Returns all digits of a phone number, in ASCII; empty if it has none. */
    public static String digits(@Nullable String phone) {
        return phone == null ? "" : OTHERS.matcher(Folding.fold(phone)).replaceAll("");
    }

    /** Returns the words by which a phone number is found, without those that every text has. */
    static List<String> words(@Nullable String phone) {
        if (phone == null) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        String all = digits(phone);
        if (!all.isEmpty()) {
            words.add(Words.start(all, MOST));
        }
        String number = number(Folding.fold(phone));
        for (int length : new int[] {NATIONAL, SAME, LOCAL}) {
            if (number.length() > length || number.length() == length && !number.equals(all)) {
                words.add(end(number, length));
            }
        }
        if (number.length() == LOCAL) {
            words.add(local(number));
        }
        return words;
    }

    /** Returns the words one of which each ticket with a phone number has; empty if {@code text} is no phone number. */
    static List<String> wanted(String text) {
        return end(text)
                .map(end -> end.length() == SAME ? List.of(end, local(end(end, LOCAL))) : List.of(end))
                .orElse(List.of());
    }

    /** Returns the last digits of a phone number, which tell it from others; empty for another text. */
    public static Optional<String> end(String text) {
        String folded = Folding.fold(text).strip();
        String number = number(folded);
        return FORM.matcher(withoutExtension(folded)).matches() && number.length() >= LOCAL && number.length() <= MOST
                ? Optional.of(end(number, Math.min(SAME, number.length())))
                : Optional.empty();
    }

    private static String withoutExtension(String folded) {
        return EXTENSION.matcher(folded.strip()).replaceFirst("").strip();
    }

    /** Returns the digits without an extension, and without the zeros before a country code or an area code. */
    private static String number(String folded) {
        String digits = OTHERS.matcher(withoutExtension(folded)).replaceAll("");
        return ZEROS.matcher(digits).replaceFirst("");
    }

    /** The word of a number that has only seven digits. */
    private static String local(String digits) {
        return "+" + digits;
    }

    private static String end(String number, int length) {
        return number.substring(number.length() - length);
    }
}
