package dev.docket.persistence.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.text.UnicodeSetIterator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Folds text for search and comparison: two texts that people take for the same become equal. Every text that is
 * searched or compared without regard to case is folded here, on both sides.
 */
public final class Folding {

    private Folding() {}

    /**
     * Folds a text. Folding what is folded changes nothing.
     *
     * <ul>
     *   <li>Case is folded in full ({@code ß} is {@code ss}), and compatible forms become one: {@code NFKC_Casefold} of
     *       the Unicode Standard, which also removes invisible characters.
     *   <li>Marks that are added to a letter are removed, also those of Arabic and Hebrew. Marks without which it is
     *       another letter stay: the vowels of Indic and South-East Asian scripts, and the voicing marks of kana.
     *   <li>Letters that do not decompose become those of ASCII or Arabic that people type instead of them.
     *   <li>Digits of every script become those of ASCII.
     * </ul>
     */
    public static String fold(String text) {
        // ICU is loaded for the first text that needs it.
        return isAscii(text) ? text.toLowerCase(Locale.ROOT) : Letters.fold(text);
    }

    /** Folds only case and compatible forms: for texts in which marks matter, such as addresses. */
    public static String ofCase(String text) {
        return isAscii(text) ? text.toLowerCase(Locale.ROOT) : Letters.CASE_FOLDED.normalize(text);
    }

    static boolean isAscii(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static final class Letters {

        private static final Normalizer2 CASE_FOLDED = Normalizer2.getNFKCCasefoldInstance();
        private static final Normalizer2 DECOMPOSED = Normalizer2.getNFDInstance();
        private static final Normalizer2 COMPOSED = Normalizer2.getNFCInstance();

        private static final int LAST_FIXED_MARK = 36;
        private static final int FIRST_FIXED_MARK = 10;
        private static final int OVERLAY = 1;
        private static final int NUKTA = 7;
        private static final int FIRST_ATTACHED_MARK = 200;

        private static final Map<Integer, String> REPLACEMENTS = replacements();

        static String fold(String text) {
            String decomposed = DECOMPOSED.normalize(CASE_FOLDED.normalize(text));
            StringBuilder folded = new StringBuilder(decomposed.length());
            decomposed.codePoints().forEach(character -> {
                if (character < 0x80) {
                    folded.append((char) character);
                } else if (!isAddedMark(character)) {
                    append(folded, character);
                }
            });
            return COMPOSED.normalize(folded);
        }

        private static void append(StringBuilder folded, int character) {
            String replacement = REPLACEMENTS.get(character);
            int digit = replacement == null ? UCharacter.digit(character) : -1;
            if (replacement != null) {
                folded.append(replacement);
            } else if (digit >= 0) {
                folded.append(digit);
            } else {
                folded.appendCodePoint(character);
            }
        }

        /** By the canonical combining class, which tells where a mark stands at its letter. */
        private static boolean isAddedMark(int character) {
            int place = UCharacter.getCombiningClass(character);
            return switch (UCharacter.getType(character)) {
                case UCharacterCategory.ENCLOSING_MARK -> true;
                case UCharacterCategory.NON_SPACING_MARK ->
                    place == OVERLAY
                            || place == NUKTA
                            || place >= FIRST_FIXED_MARK && place <= LAST_FIXED_MARK
                            || place >= FIRST_ATTACHED_MARK;
                default -> false;
            };
        }

        private static Map<Integer, String> replacements() {
            Map<Integer, String> replacements = new HashMap<>();
            Transliterator toAscii = Transliterator.getInstance("Latin-ASCII");
            UnicodeSetIterator latin = new UnicodeSetIterator(new UnicodeSet("[[:Latin:]&[:L:]-[\\u0000-\\u007F]]"));
            while (latin.next()) {
                String ascii = toAscii.transliterate(latin.getString());
                if (isAscii(ascii)) {
                    replacements.put(latin.codepoint, ascii.toLowerCase(Locale.ROOT));
                }
            }
            // The forms of one Arabic letter in the keyboards of Arabic, Persian and Urdu; tatweel only stretches.
            replacements.put((int) '\u0671', "\u0627");
            replacements.put((int) '\u0649', "\u064A");
            replacements.put((int) '\u06CC', "\u064A");
            replacements.put((int) '\u06A9', "\u0643");
            replacements.put((int) '\u0629', "\u0647");
            replacements.put((int) '\u06C1', "\u0647");
            replacements.put((int) '\u0640', "");
            // Letters by their category, but written as apostrophes.
            for (int apostrophe = '\u02B9'; apostrophe <= '\u02BF'; apostrophe++) {
                replacements.put(apostrophe, "'");
            }
            return Map.copyOf(replacements);
        }
    }
}
