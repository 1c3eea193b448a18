package dev.docket.server.comments;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.Block;
import org.commonmark.node.Heading;
import org.commonmark.parser.InlineParser;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.SourceLines;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/**
 * Headings that begin with {@code #} (CommonMark, section 4.2). The library's own parser also takes a line before
 * {@code --} for a heading, which in a comment is the line before a signature.
 */
final class AtxHeadings extends AbstractBlockParserFactory {

    private static final int CODE_INDENT = 4;
    private static final Pattern OPENING = Pattern.compile("(#{1,6})(?:[ \\t]+|$)");
    private static final Pattern CLOSING = Pattern.compile("(?:^|[ \\t]+)#+$");

    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
        CharSequence line = state.getLine().getContent();
        Matcher opening = OPENING.matcher(line).region(state.getNextNonSpaceIndex(), line.length());
        if (state.getIndent() >= CODE_INDENT || !opening.lookingAt()) {
            return BlockStart.none();
        }
        int end = withoutBlanks(line, opening.end(), line.length());
        Matcher closing = CLOSING.matcher(line.subSequence(opening.end(), end));
        if (closing.find()) {
            end = withoutBlanks(line, opening.end(), opening.end() + closing.start());
        }
        SourceLine content = state.getLine().substring(opening.end(), end);
        return BlockStart.of(new OfHeading(opening.group(1).length(), content)).atIndex(line.length());
    }

    private static int withoutBlanks(CharSequence line, int start, int end) {
        int last = end;
        while (last > start && " \t".indexOf(line.charAt(last - 1)) >= 0) {
            last--;
        }
        return last;
    }

    private static final class OfHeading extends AbstractBlockParser {

        private final Heading heading = new Heading();
        private final SourceLine content;

        OfHeading(int level, SourceLine content) {
            this.content = content;
            heading.setLevel(level);
        }

        @Override
        public Block getBlock() {
            return heading;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            return BlockContinue.none();
        }

        @Override
        public void parseInlines(InlineParser inlines) {
            inlines.parse(SourceLines.of(content), heading);
        }
    }
}
