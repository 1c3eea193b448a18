package dev.docket.persistence.text;

import dev.docket.persistence.text.Words.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@code tsvector} of PostgreSQL, as text. It has words with their places and weights, and marks, which have
 * neither. Words beyond its size are left out. Not thread-safe.
 */
public final class SearchVector {

    /** What PostgreSQL stores for a word beside its letters, about. */
    private static final int BYTES_OF_A_WORD = 8;

    private final StringBuilder text = new StringBuilder();
    private final int most;
    private int size;
    private int place = 1;

    /** @param most the size of the words in bytes, about; all vectors of a ticket together have at most 1 MiB */
    public SearchVector(int most) {
        this.most = most;
    }

    /** Adds a word that is no word of a text, and is found only as it is. */
    public SearchVector mark(String mark) {
        append(mark).append(' ');
        return this;
    }

    /** Gives the next words the places from this one. */
    public SearchVector from(int place) {
        this.place = place;
        return this;
    }

    /**
     * Adds the words of a text. They do not follow those of the text before.
     *
     * @param weight {@code A} to {@code D}
     */
    public SearchVector add(@Nullable String content, char weight) {
        if (content == null) {
            return this;
        }
        List<Word> words = Words.of(content);
        for (Word word : words) {
            add(word.text(), place + word.place(), weight);
        }
        place += words.size() + 1;
        return this;
    }

    /** Adds the words of a phone number. */
    public SearchVector addPhone(@Nullable String phone, char weight) {
        add(phone, weight);
        for (String word : PhoneNumbers.words(phone)) {
            add(word, place, weight);
            place += 2;
        }
        return this;
    }

    private void add(String word, int at, char weight) {
        int bytes = BYTES_OF_A_WORD + (Folding.isAscii(word) ? 1 : 3) * word.length();
        if (size + bytes <= most) {
            size += bytes;
            append(word).append(':').append(at).append(weight).append(' ');
        }
    }

    private StringBuilder append(String lexeme) {
        return quote(lexeme, text);
    }

    static StringBuilder quote(String lexeme, StringBuilder text) {
        text.append('\'');
        for (int at = 0; at < lexeme.length(); at++) {
            char character = lexeme.charAt(at);
            if (character == '\'' || character == '\\') {
                text.append(character);
            }
            text.append(character);
        }
        return text.append('\'');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
