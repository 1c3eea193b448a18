package dev.docket.server.mutations;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Another text in a class of {@code server} or {@code persistence}.
 *
 * @param type the simple name of the class
 * @param find what must be there exactly once; spaces stand for any space
 */
record JavaChange(String type, String find, String replacement) implements Mutation.Change {

    @Override
    public void make(Checkout checkout) {
        checkout.edit(checkout.source(type + ".java"), text -> {
            Pattern pattern = Pattern.compile(
                    Arrays.stream(find.split(" ")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
            List<MatchResult> found = pattern.matcher(text).results().toList();
            if (found.size() != 1) {
                throw new IllegalStateException("%s.java has %d times: %s".formatted(type, found.size(), find));
            }
            return pattern.matcher(text).replaceFirst(Matcher.quoteReplacement(replacement));
        });
    }

    @Override
    public String place() {
        return "`" + type + "`";
    }
}
