package dev.docket.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds a list of words against everything that people read here: Java, SQL, TypeScript, the contract, templates, poms
 * and Markdown. The list is a floor: a text without these words can still be hard to read.
 */
class PlainEnglishTest {

    /** An expression that a reader has to read twice, what to write instead, and an example of it. */
    enum Word {
        WHOEVER("who(so)?ever", "name the caller, agent, client, …", "Whoever calls this locks the account."),
        WHATEVER("whatever", "name the thing, or say \"any\" or \"everything\"", "Closes whatever is open."),
        SOMEBODY("some(body|one)(?!'s)", "name the caller, agent, client, …", "Until somebody reads it."),
        NOBODY("no(body| one)(?! (digit|character|byte|more))", "name the agent, user, …", "Nobody has the ticket."),
        ANYBODY("any(body|one)", "name the user, client, …", "Anybody may read it."),
        IS_NONE("(is|are) none(?! of the| so far)", "is not a …, does not exist", "The text is none."),
        THERE_IS_NONE("there (is|are|was|were) none", "does not exist; null if …", "Empty if there is none."),
        WHAT_THERE_IS("what(ever)? there (is|are|was|were)", "name the thing", "Returns what there is."),
        WHAT_BECAME(
                "what (became|becomes|has become|is to become|came|comes) of",
                "the result, the outcome",
                "What became of it."),
        COMES_TO("what (it|they|that|this) (come|came|comes) to", "the result, the total", "What it comes to."),
        SO_MANY("(?<!not )so many(?! that)", "the number of …, at most n", "So many at a time."),
        TAKEN_AWAY("(taken|take|takes|took|taking) away", "remove", "The reference is taken away."),
        GOES_ON("(go|goes|going|went) on(?! (to|the|a|call)\\b)", "continue", "The clock goes on."),
        CAN_BE_HAD("(can|could|cannot|could not) be had", "is available", "The keys cannot be had now."),
        WITH_WHOM("(with|of|by|from|to) whom", "the agent that has …", "Why a ticket is with whom it is."),
        WHO_IS_THERE("who (is|are|was) there", "available agents", "Depends on who is there."),
        EMAIL("e-mails?", "email", "An e-mail address.");

        private final Pattern pattern;
        private final String instead;
        private final String example;

        Word(String expression, String instead, String example) {
            this.pattern = Pattern.compile("\\b(" + expression + ")\\b", Pattern.CASE_INSENSITIVE);
            this.instead = instead;
            this.example = example;
        }

        private Stream<String> findIn(String where, String line) {
            return pattern.matcher(line)
                    .results()
                    .map(found -> "%s: \"%s\"; write: %s".formatted(where, found.group(), instead));
        }
    }

    private static final Path ROOT = Folders.module().getParent();

    private static final Pattern READ = Pattern.compile(".*\\.(java|sql|ts|yaml|yml|md|mustache|xml)");

    /** Texts that are values, names or data, and so are what they are. */
    private static final Pattern VALUE =
            Pattern.compile("`[^`]*`|assignedTo=nobody|\"nobody\"|'nobody'|NOBODY|noBody\\(");

    private static final int COLUMNS = 120;

    private static final Pattern COMMENT = Pattern.compile("^\\s*(\\*|/\\*\\*|//|--|#)");

    @Test
    void textsAreFreeOfWordsThatAreReadTwice() throws IOException {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, List<String>> file : texts()) {
            for (int at = 0; at < file.getValue().size(); at++) {
                String where = file.getKey() + ":" + (at + 1);
                String line = VALUE.matcher(file.getValue().get(at)).replaceAll("``");
                Stream.of(Word.values())
                        .flatMap(word -> word.findIn(where, line))
                        .forEach(found::add);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void commentsKeepToTheColumnsOfTheEditor() throws IOException {
        assertThat(texts().stream()
                        .filter(file -> file.getKey().matches(".*\\.(java|sql|ts|mustache)"))
                        .flatMap(file -> tooLong(file.getKey(), file.getValue())))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Word.class)
    void eachWordIsFoundInItsExample(Word word) {
        assertThat(word.findIn("example", word.example)).hasSize(1);
    }

    @Test
    void aCommentThatIsTooLongIsFound() {
        assertThat(tooLong("Example.java", List.of("    // " + "x".repeat(COLUMNS))))
                .hasSize(1);
    }

    private static Stream<String> tooLong(String file, List<String> lines) {
        return IntStream.range(0, lines.size())
                .filter(at -> lines.get(at).length() > COLUMNS)
                .filter(at -> COMMENT.matcher(lines.get(at)).lookingAt())
                .mapToObj(at -> "%s:%d has more than %d columns".formatted(file, at + 1, COLUMNS));
    }

    /** The files below the root that people wrote, by their path, as lines. */
    private static List<Map.Entry<String, List<String>>> texts() throws IOException {
        List<Map.Entry<String, List<String>>> texts = new ArrayList<>();
        for (Path file : Folders.written()) {
            String name = ROOT.relativize(file).toString().replace('\\', '/');
            boolean isThisList = name.endsWith("PlainEnglishTest.java");
            if (!isThisList && READ.matcher(name).matches()) {
                texts.add(Map.entry(name, Files.readAllLines(file)));
            }
        }
        assertThat(texts).as("files below " + ROOT).hasSizeGreaterThan(500);
        return texts;
    }
}
