package dev.docket.docs;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/** Renders the Markdown of the contract and of the guides. */
final class Markdown {

    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            // What scrolls must be reachable with the keyboard.
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (tag.equals("pre")) {
                    attributes.put("tabindex", "0");
                }
            })
            .build();
    private static final TextContentRenderer TEXT =
            TextContentRenderer.builder().extensions(EXTENSIONS).build();

    private Markdown() {}

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
}
