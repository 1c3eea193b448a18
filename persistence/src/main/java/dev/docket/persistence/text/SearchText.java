package dev.docket.persistence.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Folded texts, of which any part is searched for. */
public final class SearchText {

    private SearchText() {}

    /** Returns the folded texts, each on a line. */
    public static String of(Object... texts) {
        return Stream.of(texts).map(text -> Folding.fold(text.toString())).collect(Collectors.joining("\n"));
    }

    /** Returns the parts one of which a text must contain: what is searched for, and the end of a phone number. */
    public static List<String> wanted(String search) {
        return Stream.concat(Stream.of(Folding.fold(search)), PhoneNumbers.end(search).stream())
                .toList();
    }
}
