package dev.docket.server.comments;

import java.util.Set;
import org.commonmark.node.Link;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/**
 * Finds {@code http:}, {@code https:} and {@code www.} addresses in text by the rules of GitHub Flavored Markdown
 * ("Autolinks (extension)"). It reads an address as a whole, before emphasis is found: the underscores in
 * {@code /_mocks_/} belong to it. The extension of the library looks only at the text that emphasis leaves.
 *
 * <p>Other than in GitHub, a closing bracket without an opening one ends an address, so that a link's text may be one.
 */
final class BareLinks implements InlineContentParserFactory {

    private static final String BEFORE_WWW = "*_~(";
    private static final String PUNCTUATION_AT_THE_END = "?!.,:*_~'\"";
    /** With more periods than this, underscores do not matter: each try would read the whole host again. */
    private static final int MANY_PERIODS = 10;

    @Override
    public Set<Character> getTriggerCharacters() {
        return Set.of('h', 'H', 'w', 'W');
    }

    @Override
    public InlineContentParser create() {
        return BareLinks::tryParse;
    }

    private static ParsedInline tryParse(InlineParserState state) {
        Scanner scanner = state.scanner();
        int before = scanner.peekPreviousCodePoint();
        Position start = scanner.position();
        boolean isWww = matches(scanner, "www.");
        if (isWww ? !mayPrecedeWww(before) : Character.isLetter(before) || !isScheme(scanner)) {
            return ParsedInline.none();
        }
        Position host = scanner.position();
        // Read before the rest, so that many beginnings without a host cost no more than their hosts.
        if (!isHost(scanner)) {
            return ParsedInline.none();
        }
        scanner.setPosition(host);
        int length = withoutPunctuation(rest(scanner));
        scanner.setPosition(host);
        for (int at = 0; at < length; at++) {
            scanner.next();
        }
        Position end = scanner.position();
        // Entities are the only part of Markdown that an address may have.
        String text = scanner.getSource(start, end).getContent().replace("&amp;", "&");
        Link link = new Link(isWww ? "http://" + text : text, null);
        link.appendChild(new Text(text));
        return ParsedInline.of(link, end);
    }

    private static boolean mayPrecedeWww(int before) {
        return before == 0 || Character.isWhitespace(before) || BEFORE_WWW.indexOf(before) >= 0;
    }

    private static boolean isScheme(Scanner scanner) {
        if (!matches(scanner, "http")) {
            return false;
        }
        matches(scanner, "s");
        return matches(scanner, "://");
    }

    /** Moves past {@code text}, in any case, if it comes next. */
    private static boolean matches(Scanner scanner, String text) {
        Position start = scanner.position();
        for (int at = 0; at < text.length(); at++) {
            if (Character.toLowerCase(scanner.peek()) != text.charAt(at)) {
                scanner.setPosition(start);
                return false;
            }
            scanner.next();
        }
        return true;
    }

    /** Reads what may belong to the address: up to a blank, the end of the line, {@code <} or an unopened bracket. */
    private static String rest(Scanner scanner) {
        StringBuilder rest = new StringBuilder();
        int brackets = 0;
        while (!isEnd(scanner.peek())) {
            char next = scanner.peek();
            brackets += next == '[' ? 1 : next == ']' ? -1 : 0;
            if (brackets < 0) {
                break;
            }
            rest.append(next);
            scanner.next();
        }
        return rest.toString();
    }

    private static boolean isEnd(char next) {
        return next == Scanner.END || next == '<' || Character.isWhitespace(next) || Character.isSpaceChar(next);
    }

    /**
     * Whether a host comes next: labels of letters, digits, hyphens and underscores, the last two without underscores.
     */
    private static boolean isHost(Scanner scanner) {
        if (!Character.isLetterOrDigit(scanner.peekCodePoint())) {
            return false;
        }
        int periods = 0;
        boolean isUnderscoreInLast = false;
        boolean isUnderscoreBefore = false;
        while (isOfHost(scanner.peekCodePoint())) {
            if (scanner.peek() == '.') {
                periods++;
                isUnderscoreBefore = isUnderscoreInLast;
                isUnderscoreInLast = false;
            } else if (scanner.peek() == '_') {
                isUnderscoreInLast = true;
            }
            int size = Character.charCount(scanner.peekCodePoint());
            for (int at = 0; at < size; at++) {
                scanner.next();
            }
        }
        return periods > MANY_PERIODS || !isUnderscoreInLast && !isUnderscoreBefore;
    }

    private static boolean isOfHost(int character) {
        return Character.isLetterOrDigit(character)
                || Character.getType(character) == Character.NON_SPACING_MARK
                || character == '-'
                || character == '_'
                || character == '.';
    }

    /** The length without punctuation at the end, closing parentheses that were not opened, and entities. */
    private static int withoutPunctuation(String rest) {
        int opened = 0;
        for (int at = 0; at < rest.length(); at++) {
            opened += rest.charAt(at) == '(' ? 1 : rest.charAt(at) == ')' ? -1 : 0;
        }
        int length = rest.length();
        while (length > 0) {
            char last = rest.charAt(length - 1);
            if (last == ')' && opened < 0) {
                opened++;
                length--;
            } else if (last == ';') {
                length = startOfEntity(rest, length);
            } else if (PUNCTUATION_AT_THE_END.indexOf(last) >= 0) {
                length--;
            } else {
                break;
            }
        }
        return length;
    }

    /** The index of {@code &} if an entity ends at {@code end}, else of the semicolon. */
    private static int startOfEntity(String rest, int end) {
        int at = end - 2;
        while (at > 0 && Character.isLetterOrDigit(rest.charAt(at)) && rest.charAt(at) < 128) {
            at--;
        }
        return at >= 0 && at < end - 2 && rest.charAt(at) == '&' ? at : end - 1;
    }
}
