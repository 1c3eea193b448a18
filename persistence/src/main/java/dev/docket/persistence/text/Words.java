package dev.docket.persistence.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words of a text, folded: runs of letters and digits with their marks. Scripts without blanks between words have
 * pairs instead: each two characters that follow one another, so that any part of a text is found. Their characters
 * count one by one.
 */
public final class Words {

    /** The maximum number of characters of a text that count, given and folded: one may become eighteen. */
    private static final int TEXT = 100_000;

    /** The maximum number of characters of a word that count: a lexeme of PostgreSQL has at most 2 KiB. */
    private static final int WORD = 100;

    private static final int PROLONGED_SOUND = 0x30FC;

    private static final Set<Integer> WITHOUT_BLANKS = Set.of(
            UScript.HAN,
            UScript.HIRAGANA,
            UScript.KATAKANA,
            UScript.HANGUL,
            UScript.BOPOMOFO,
            UScript.THAI,
            UScript.LAO,
            UScript.KHMER,
            UScript.MYANMAR);

    /** What a word is of its run of characters. */
    public enum Kind {
        /** The whole run. */
        RUN,
        /** Two characters of a run in a script without blanks. */
        PAIR,
        /** The last character of such a run. With it, each character of the run is the beginning of a word. */
        END,
        /** Such a run of one character. */
        SINGLE
    }

    /** @param place from 0; of words that follow one another, one more than that of the word before it */
    public record Word(String text, int place, Kind kind) {}

    private final String folded;
    private final List<Word> words = new ArrayList<>();

    private Words(String folded) {
        this.folded = folded;
    }

    /** Returns the words of a text in their order. */
    public static List<Word> of(String text) {
        Words words = new Words(start(Folding.fold(start(text, TEXT)), TEXT));
        words.read();
        return words.words;
    }

    /** Returns the first {@code length} characters of a text. */
    public static String start(String text, int length) {
        return text.length() <= length || text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length));
    }

    private void read() {
        int start = 0;
        Part part = Part.NONE;
        for (int at = 0; at < folded.length(); ) {
            int character = folded.codePointAt(at);
            Part next = part(character, part);
            if (next != part) {
                add(part, start, at);
                start = at;
                part = next;
            }
            at += Character.charCount(character);
        }
        add(part, start, folded.length());
    }

    private enum Part {
        NONE,
        WORD,
        PAIRS
    }

    private static Part part(int character, Part before) {
        if (character < 0x80) {
            return character >= 'a' && character <= 'z' || character >= '0' && character <= '9' ? Part.WORD : Part.NONE;
        }
        return switch (UCharacter.getType(character)) {
            // A mark belongs to the letter before it.
            case UCharacterCategory.NON_SPACING_MARK, UCharacterCategory.COMBINING_SPACING_MARK -> before;
            case UCharacterCategory.UPPERCASE_LETTER,
                    UCharacterCategory.LOWERCASE_LETTER,
                    UCharacterCategory.TITLECASE_LETTER,
                    UCharacterCategory.MODIFIER_LETTER,
                    UCharacterCategory.OTHER_LETTER,
                    UCharacterCategory.LETTER_NUMBER,
                    UCharacterCategory.DECIMAL_DIGIT_NUMBER,
                    UCharacterCategory.OTHER_NUMBER ->
                character == PROLONGED_SOUND || WITHOUT_BLANKS.contains(UScript.getScript(character))
                        ? Part.PAIRS
                        : Part.WORD;
            default -> Part.NONE;
        };
    }

    private void add(Part part, int start, int end) {
        switch (part) {
            case WORD -> add(start(folded.substring(start, end), WORD), Kind.RUN);
            case PAIRS -> addPairs(start, end);
            case NONE -> {}
        }
    }

    private void addPairs(int start, int end) {
        int one = start;
        int next = folded.offsetByCodePoints(one, 1);
        Kind last = next == end ? Kind.SINGLE : Kind.END;
        while (next < end) {
            int after = folded.offsetByCodePoints(next, 1);
            add(folded.substring(one, after), Kind.PAIR);
            one = next;
            next = after;
        }
        add(folded.substring(one, end), last);
    }

    private void add(String word, Kind kind) {
        words.add(new Word(word, words.size(), kind));
    }
}
