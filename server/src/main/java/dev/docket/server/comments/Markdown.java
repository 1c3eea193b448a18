package dev.docket.server.comments;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.autolink.AutolinkType;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Renders untrusted Markdown as HTML. Thread-safe.
 *
 * <p>The worst input of 65,536 characters takes about 40 ms: the parser nests at most 100 levels, and this class limits
 * the growth by tables and references.
 */
final class Markdown {

    /** In characters. */
    static final int MAX_HTML = 524_288;

    private static final int MAX_CELLS = 10_000;

    private static final List<Extension> EXTENSIONS = List.of(
            TablesExtension.builder().maxCells(MAX_CELLS).build(),
            StrikethroughExtension.create(),
            AutolinkExtension.builder().linkTypes(AutolinkType.EMAIL).build());

    /** Like GitHub's comments rather than a document: no setext headings, and each line break is one. */
    private static final Parser PARSER = Parser.builder()
            .extensions(EXTENSIONS)
            .enabledBlockTypes(Set.of(
                    BlockQuote.class,
                    FencedCodeBlock.class,
                    HtmlBlock.class,
                    ThematicBreak.class,
                    ListBlock.class,
                    IndentedCodeBlock.class))
            .customBlockParserFactory(new AtxHeadings())
            .customInlineContentParserFactory(new BareLinks())
            .customInlineContentParserFactory(new LiteralBackslash())
            .postProcessor(Markdown::unwrapLinksInLinks)
            .build();

    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .softbreak("<br />\n")
            .nodeRendererFactory(ImageAsLink::new)
            .build();

    /** Allows the output of the renderer and nothing else: the second of two defences. */
    private static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements(
                    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "em", "strong")
            .allowElements("ul", "ol", "li", "del", "table", "thead", "tbody", "tr", "th", "td", "a")
            .allowUrlProtocols("http", "https", "mailto")
            .allowAttributes("href")
            .matching(Pattern.compile("(?is)(?:https?://|mailto:).*"))
            .onElements("a")
            .requireRelsOnLinks("nofollow", "noopener", "noreferrer")
            .allowAttributes("start")
            .matching(Pattern.compile("[0-9]{1,9}"))
            .onElements("ol")
            .allowAttributes("align")
            .matching(true, "left", "center", "right")
            .onElements("th", "td")
            .allowAttributes("class")
            .matching(Pattern.compile("language-[A-Za-z0-9+#_.-]{1,32}"))
            .onElements("code")
            .toFactory();

    private Markdown() {}

    /** Renders Markdown; text whose HTML would be too large is shown as it was written. */
    static String toHtml(String markdown) {
        String html;
        try {
            html = render(PARSER.parse(markdown), MAX_HTML);
        } catch (TooLargeException | IllegalArgumentException tooLarge) {
            // The renderer may also throw the latter: the extension reports too many cells by it.
            html = render(verbatim(markdown), Integer.MAX_VALUE);
        }
        return POLICY.sanitize(html);
    }

    /** Makes a bare link in the text of a link, or of an image, which is shown as a link, a part of that text. */
    private static Node unwrapLinksInLinks(Node document) {
        document.accept(new AbstractVisitor() {
            private int depth;

            @Override
            public void visit(Link link) {
                visitWithin(link);
                if (depth > 0) {
                    while (link.getFirstChild() != null) {
                        link.insertBefore(link.getFirstChild());
                    }
                    link.unlink();
                }
            }

            @Override
            public void visit(Image image) {
                visitWithin(image);
            }

            private void visitWithin(Node node) {
                depth++;
                visitChildren(node);
                depth--;
            }
        });
        return document;
    }

    private static Node verbatim(String text) {
        IndentedCodeBlock block = new IndentedCodeBlock();
        block.setLiteral(text);
        Document document = new Document();
        document.appendChild(block);
        return document;
    }

    private static String render(Node document, int maxLength) {
        StringBuilder html = new StringBuilder();
        RENDERER.render(document, new Appendable() {
            @Override
            public Appendable append(CharSequence text) {
                return append(text, 0, text.length());
            }

            @Override
            public Appendable append(CharSequence text, int from, int to) {
                if (html.length() + to - from > maxLength) {
                    throw new TooLargeException();
                }
                html.append(text, from, to);
                return this;
            }

            @Override
            public Appendable append(char character) {
                return append(String.valueOf(character));
            }
        });
        return html.toString();
    }

    private static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Renders an image as a link: an image from another server would tell that server who reads this, and when. */
    private record ImageAsLink(HtmlNodeRendererContext context) implements NodeRenderer {

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Image.class);
        }

        @Override
        public void render(Node node) {
            boolean isInLink = isInLink(node);
            if (!isInLink) {
                String destination = context.encodeUrl(((Image) node).getDestination());
                context.getWriter().tag("a", Map.of("href", destination));
            }
            if (node.getFirstChild() == null) {
                context.getWriter().text(((Image) node).getDestination());
            }
            for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
            if (!isInLink) {
                context.getWriter().tag("/a");
            }
        }

        /** Whether the image is in a link, or in another image, which was rendered as a link. */
        private static boolean isInLink(Node node) {
            for (Node parent = node.getParent(); parent != null; parent = parent.getParent()) {
                if (parent instanceof Link || parent instanceof Image) {
                    return true;
                }
            }
            return false;
        }
    }
}
