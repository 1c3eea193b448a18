package dev.docket.persistence.tickets;

import dev.docket.persistence.text.Folding;
import dev.docket.persistence.text.SearchQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The conditions of a filter for what {@link TicketWords} of a ticket are, in the syntax of {@code tsquery}. */
record TicketQuery(TicketFilter filter, boolean seesNotes) {

    private static final String NOT_IN_NOTES = "ABC";

    /** {@code TKT-1}, {@code tkt 1}, {@code tkt1}, {@code #1} or {@code 1}. */
    private static final Pattern NUMBER = Pattern.compile("#?(?:([a-z][a-z0-9]*?)[- #]*)?0*([0-9]{1,18})");

    /** Returns null if no ticket can match: the search has no words. */
    @Nullable
    String wanted() {
        List<String> marks = new ArrayList<>();
        filter.tags().forEach(tag -> marks.add(SearchQuery.mark(TicketWords.tag(tag))));
        for (int at = 0; at < filter.customFieldNames().size(); at++) {
            marks.add(SearchQuery.mark(TicketWords.fieldMark(
                    filter.customFieldNames().get(at),
                    filter.customFieldValues().get(at))));
        }
        if (filter.search() != null) {
            String found = Stream.of(words(), SearchQuery.phone(filter.search().text(), weights()), number())
                    .filter(part -> part != null && !part.isEmpty())
                    .reduce((one, other) -> one + " | " + other)
                    .orElse(null);
            if (found == null) {
                return null;
            }
            marks.add("(" + found + ")");
        }
        return String.join(" & ", marks);
    }

    @Nullable
    String words() {
        if (filter.search() == null) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        filter.search().terms().forEach(term -> {
            String phrase = SearchQuery.phrase(term.text(), term.isPrefix(), weights());
            if (!phrase.isEmpty()) {
                parts.add((term.isExcluded() ? "!" : "") + phrase);
            }
        });
        return parts.isEmpty() ? null : String.join(" & ", parts);
    }

    @Nullable
    String number() {
        if (filter.search() == null) {
            return null;
        }
        Matcher number = NUMBER.matcher(Folding.fold(filter.search().text()).strip());
        if (!number.matches()) {
            return null;
        }
        String prefix = number.group(1) == null ? "" : number.group(1) + "-";
        return SearchQuery.mark(TicketWords.number(prefix + number.group(2)));
    }

    private String weights() {
        return seesNotes ? "" : NOT_IN_NOTES;
    }
}
