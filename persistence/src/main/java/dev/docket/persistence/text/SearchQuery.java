package dev.docket.persistence.text;

import dev.docket.persistence.text.Words.Kind;
import dev.docket.persistence.text.Words.Word;
import java.util.List;
import java.util.stream.Collectors;

/** Builds conditions of a {@code tsquery} of PostgreSQL, as text, for what a {@link SearchVector} has. */
public final class SearchQuery {

    private SearchQuery() {}

    /** Returns the condition for a mark. */
    public static String mark(String mark) {
        return SearchVector.quote(mark, new StringBuilder()).toString();
    }

    /**
     * Returns the condition that the words of a text follow one another; empty if it has no words.
     *
     * @param isPrefix whether the last word also matches as a prefix
     * @param weights the weights with which words count; empty: all
     */
    public static String phrase(String text, boolean isPrefix, String weights) {
        // The end of a run of pairs is in its last pair.
        List<Word> words =
                Words.of(text).stream().filter(word -> word.kind() != Kind.END).toList();
        StringBuilder phrase = new StringBuilder();
        for (int at = 0; at < words.size(); at++) {
            Word word = words.get(at);
            if (at > 0) {
                phrase.append(" <")
                        .append(word.place() - words.get(at - 1).place())
                        .append("> ");
            }
            boolean begins = word.kind() == Kind.SINGLE || isPrefix && at == words.size() - 1;
            SearchVector.quote(word.text(), phrase).append(options(begins, weights));
        }
        return phrase.isEmpty() ? "" : "(" + phrase + ")";
    }

    private static String options(boolean isPrefix, String weights) {
        return isPrefix || !weights.isEmpty() ? ":" + (isPrefix ? "*" : "") + weights : "";
    }

    /** Returns the condition that a phone number is {@code text}; empty for another text. */
    public static String phone(String text, String weights) {
        return PhoneNumbers.wanted(text).stream()
                .map(word -> mark(word) + options(false, weights))
                .collect(Collectors.joining(" | "));
    }
}
