package dev.docket.server.tickets;

import dev.docket.persistence.tickets.Search;
import dev.docket.persistence.tickets.SearchTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a search box. Every text is valid. */
final class SearchText {

    /** A quoted phrase, whose closing quote may be missing, or text without blanks; each may have a minus in front. */
    private static final Pattern TERM = Pattern.compile("(-?)(?:\"([^\"]*)\"?|([^\\s\"]+))");

    private SearchText() {}

    /** Parses search terms. A bare last word also matches as a prefix. */
    static Search parse(String text) {
        List<SearchTerm> terms = new ArrayList<>();
        Matcher matcher = TERM.matcher(text);
        while (matcher.find()) {
            boolean isExcluded = !matcher.group(1).isEmpty();
            String phrase = matcher.group(2);
            String word = matcher.group(3);
            if (phrase != null) {
                terms.add(new SearchTerm(phrase, false, isExcluded));
            } else {
                boolean isLast = matcher.end() == text.length();
                terms.add(new SearchTerm(word, word.endsWith("*") || isLast && !isExcluded, isExcluded));
            }
        }
        return new Search(text, terms);
    }
}
