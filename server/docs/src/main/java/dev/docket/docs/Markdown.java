package dev.docket.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/** Renders the Markdown of the contract and of the guides. */
final class Markdown {

    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final Pattern HEADING = Pattern.compile("<h2 id=\"([^\"]+)\"");
    private static final HtmlRenderer HTML = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            // What scrolls must be reachable with the keyboard.
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (tag.equals("pre")) {
                    attributes.put("tabindex", "0");
                }
            })
            .nodeRendererFactory(CodeRenderer::new)
            .build();
    private static final TextContentRenderer TEXT =
            TextContentRenderer.builder().extensions(EXTENSIONS).build();

    private Markdown() {}

    /** A link to a sample, alone in its paragraph: to its folder, or to one of its files. */
    private static final Pattern SAMPLE =
            Pattern.compile("<p><a href=\"../samples/([\\w-]+)(?:/([\\w.-]+))?\">[^<]*</a></p>");

    /** A part of a text, under a heading of level 2; the first part has the title and no id. */
    record Section(String title, String id, String text) {}

    /** Shows samples in place of the links to them. */
    static String html(String markdown, Samples samples) {
        return SAMPLE.matcher(html(markdown))
                .replaceAll(link -> Matcher.quoteReplacement(
                        link.group(2) == null
                                ? samples.html(link.group(1))
                                : samples.file(link.group(1) + "/" + link.group(2))));
    }

    static List<Section> sections(String markdown) {
        List<Section> sections = new ArrayList<>();
        for (String part : markdown.split("(?m)^## ")) {
            String title = part.lines().findFirst().orElseThrow();
            Matcher id = HEADING.matcher(html("## " + title));
            sections.add(
                    sections.isEmpty()
                            ? new Section(title(markdown), "", prose(part))
                            : new Section(text(title), id.find() ? id.group(1) : "", prose(part)));
        }
        return sections;
    }

    /** Without code: the search finds words. */
    private static String prose(String markdown) {
        return text(markdown.lines()
                .skip(1)
                .collect(Collectors.joining("\n"))
                .replaceAll("(?s)```.*?```|<svg.*?</svg>", ""));
    }

    static String html(String markdown) {
        // A table or picture that is wider than its column scrolls by itself, not with the page.
        return HTML.render(PARSER.parse(markdown))
                .replace("<table>", scrolling("Table") + "<table>")
                .replace("</table>", "</table></div>")
                .replace("<svg ", scrolling("Picture") + "<svg ")
                .replace("</svg>", "</svg></div>");
    }

    private static String scrolling(String label) {
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + label + "\">";
    }

    static String text(String markdown) {
        return TEXT.render(PARSER.parse(markdown)).replaceAll("\\s+", " ").strip();
    }

    /** The text of the first heading of level 1. */
    static String title(String markdown) {
        Node heading = PARSER.parse(markdown).getFirstChild();
        if (!(heading instanceof Heading first) || first.getLevel() != 1) {
            throw new IllegalArgumentException("a guide begins with its title");
        }
        StringBuilder title = new StringBuilder();
        first.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                title.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                title.append(code.getLiteral());
            }
        });
        return title.toString();
    }

    /** Blocks of code, with colours and a place for a button that copies them. */
    private record CodeRenderer(HtmlNodeRendererContext context) implements NodeRenderer {

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(FencedCodeBlock.class);
        }

        @Override
        public void render(Node node) {
            FencedCodeBlock block = (FencedCodeBlock) node;
            context.getWriter().line();
            context.getWriter()
                    .raw("<figure class=\"code\"><pre tabindex=\"0\"><code>"
                            + Highlight.html(block.getInfo(), block.getLiteral().strip()) + "</code></pre></figure>");
            context.getWriter().line();
        }
    }
}
