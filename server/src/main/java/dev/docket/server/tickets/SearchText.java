package dev.docket.server.tickets;

import dev.docket.persistence.tickets.Search;
import dev.docket.persistence.tickets.SearchTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people write into a search box. Any text is one: nothing in it is an error. */
final class SearchText {

    /** A phrase, whose closing quote may be missing, or what is written together; each with or without a minus before it. */
    private static final Pattern TERM = Pattern.compile("(-?)(?:\"([^\"]*)\"?|([^\\s\"]+))");

    private SearchText() {}

    /** What {@code text} asks for; where one of them is a word by itself at the end, it may be the beginning of one. */
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
        return new Search(terms);
    }
}
