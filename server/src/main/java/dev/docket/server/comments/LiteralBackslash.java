package dev.docket.server.comments;

import java.util.Set;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Scanner;

/**
 * Keeps a backslash before punctuation that has no meaning in Markdown, as in {@code C:\$Recycle.Bin}; CommonMark
 * removes it before any punctuation. Before Markdown's own characters it escapes them.
 */
final class LiteralBackslash implements InlineContentParserFactory {

    private static final String PUNCTUATION = "\"$%',/:;=?@^";

    @Override
    public Set<Character> getTriggerCharacters() {
        return Set.of('\\');
    }

    @Override
    public InlineContentParser create() {
        return state -> {
            Scanner scanner = state.scanner();
            scanner.next();
            return PUNCTUATION.indexOf(scanner.peek()) >= 0
                    ? ParsedInline.of(new Text("\\"), scanner.position())
                    : ParsedInline.none();
        };
    }
}
