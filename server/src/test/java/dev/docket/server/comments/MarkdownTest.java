package dev.docket.server.comments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.docket.persistence.testing.EachSeed;
import dev.docket.persistence.testing.Wait;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    private static final int LONGEST = 65_536;

    /** Every allowed tag, with every allowed attribute. */
    private static final Pattern HARMLESS = Pattern.compile("<!-- -->"
            + "|</?(?:p|h[1-6]|blockquote|pre|code|em|strong|ul|ol|li|del|table|thead|tbody|tr|th|td)>|<(?:br|hr) />"
            + "|<ol start=\"[0-9]+\">|<t[hd] align=\"(?:left|center|right)\">|<code class=\"language-[A-Za-z0-9&#;+_.-]+\">"
            + "|<a href=\"(?i:https?:/|mailto:)[^\"<>]*\" rel=\"nofollow noopener noreferrer\">|</a>");

    private static String assertHarmless(String markdown) {
        String html = Markdown.toHtml(markdown);
        assertThat(HARMLESS.matcher(html).replaceAll("")).as(markdown).doesNotContain("<", ">");
        return html;
    }

    @Nested
    class Shows {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "Hello *Ana*, **now** ~~later~~ | <p>Hello <em>Ana</em>, <strong>now</strong> <del>later</del></p>",
                    "# Title                      | <h1>Title</h1>",
                    "> said                       | <blockquote>\\n<p>said</p>\\n</blockquote>",
                    "- a\\n- b                    | <ul><li>a</li><li>b</li></ul>",
                    "7. a                         | <ol start=\"7\"><li>a</li></ol>",
                    "a\\n\\n    code <b>            | <p>a</p>\\n<pre><code>code &lt;b&gt;\\n</code></pre>",
                    "~~~java\\nx\\n~~~            | <pre><code class=\"language-java\">x\\n</code></pre>",
                    "a  \\nb                      | <p>a<br />\\nb</p>",
                    "---                          | <hr />",
                })
        void markdownAsHtml(String markdown, String html) {
            assertThat(assertHarmless(markdown.replace("\\n", "\n")).strip()).isEqualTo(html.replace("\\n", "\n"));
        }

        @Test
        void tables() {
            assertThat(assertHarmless("|a|b|\n|:-|-:|\n|1|2|").replace("\n", ""))
                    .isEqualTo("<table><thead><tr><th align=\"left\">a</th><th align=\"right\">b</th></tr></thead>"
                            + "<tbody><tr><td align=\"left\">1</td><td align=\"right\">2</td></tr></tbody></table>");
        }

        @ParameterizedTest
        @CsvSource({
            "[a](https://a.example/?b=1&c=2), https://a.example/?b&#61;1&amp;c&#61;2",
            "[a](HTTP://a.example), HTTP://a.example",
            "<https://a.example/>, https://a.example/",
            "see https://a.example/x now, https://a.example/x",
            "[a](mailto:rosa@a.example), mailto:rosa&#64;a.example",
            "rosa@a.example, mailto:rosa&#64;a.example",
            "![a](https://a.example/x.png), https://a.example/x.png",
            "![](https://a.example/x.png), https://a.example/x.png"
        })
        void linksThatTellNothingOfWhereTheyAreFollowed(String markdown, String href) {
            assertThat(assertHarmless(markdown))
                    .contains("<a href=\"" + href + "\" rel=\"nofollow noopener noreferrer\">")
                    .contains("</a>");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://shop.example/src/_mocks_/a.js",
                    "https://a.example/*x*/y",
                    "https://a.example/~~old~~/y",
                    "https://a.example/__init__.py",
                    "https://a.example/a_b_c?d=_e_&f=*g*#_h_x",
                    "https://a.example/wiki/Foo_(bar)_baz",
                    "https://a.example/`x`/y",
                    "https://a.example/a\\*b",
                    "https://a.example/[x]_y_z",
                    "http://srv_01.intranet.example/_x_/y",
                    "http://localhost:8080/_a_/_b_/c",
                    "http://xn--mnchen-3ya.example/_a_/b",
                    "http://münchen.example/straße_a_b",
                    "HTTPS://A.EXAMPLE/_A_/B",
                    "http://a.example/$%7B_a_%7D!x"
                })
        void bareLinksAsAWhole(String url) {
            for (String text : List.of(
                    "%s",
                    "see %s now",
                    "(%s)",
                    "*%s*",
                    "**%s**",
                    "_%s_",
                    "~~%s~~",
                    "%s.",
                    "%s, or",
                    "a\n%s\nb",
                    "- %s",
                    "> %s",
                    "|a|\n|-|\n|%s|",
                    "\"%s\"",
                    "%s?!",
                    "x %s<br>",
                    "see: %s; then *this*")) {
                String html = assertHarmless(text.formatted(url));

                assertThat(hrefs(html)).as(text).containsExactly(url);
                assertThat(unescaped(html)).as(text).contains(">" + url + "</a>");
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "www.a.example/_x_y_z         | http://www.a.example/_x_y_z",
                    "(www.a.example)              | http://www.a.example",
                    "http://a.example/(b          | http://a.example/(b",
                    "(http://a.example/b)         | http://a.example/b",
                    "(see http://a.example/b(c))  | http://a.example/b(c)",
                    "http://a.example/?a=1&amp;b  | http://a.example/?a=1&b",
                    "http://a.example/b&copy;     | http://a.example/b",
                    "http://a.example/b;          | http://a.example/b",
                    "http://a.example/b***        | http://a.example/b",
                    "[http://a.example/b] c       | http://a.example/b",
                    "xhttp://a.example            | ",
                    "awww.a.example               | ",
                    "http://                      | ",
                    "http:// a                    | ",
                    "http://_a.example            | ",
                    "http://a_b/c                 | ",
                    "http://a.b_c.example/d       | ",
                    "www.                         | ",
                    "`http://a.example`           | ",
                    "ftp://a.example              | ",
                    "http&#58;//a.example         | ",
                    "<http://a.example/_b_c>      | http://a.example/_b_c"
                })
        void bareLinksWithinTheirEnds(String text, String href) {
            assertThat(hrefs(assertHarmless(text))).isEqualTo(href == null ? List.of() : List.of(href));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "[http://a.example/x](https://b.example/)        | https://b.example/ | http://a.example/x",
                    "[see http://a.example/_x_ now](https://b.example/) | https://b.example/ | see http://a.example/_x_ now",
                    "![http://a.example](https://b.example/)         | https://b.example/ | http://a.example",
                    "[www.a.example](https://b.example/)             | https://b.example/ | www.a.example",
                    "[a](https://b.example/http://c.example)         | https://b.example/http://c.example | a",
                    "[rosa@a.example](https://b.example/)            | https://b.example/ | rosa@a.example"
                })
        void noLinkWithinALink(String markdown, String href, String text) {
            String html = assertHarmless(markdown);

            assertThat(hrefs(html)).containsExactly(href);
            assertThat(unescaped(html)).contains(">" + text + "</a>");
        }

        static Stream<Arguments> linesAndHeadings() {
            return Stream.of(
                    Arguments.of("a\nb", "<p>a<br />\nb</p>"),
                    Arguments.of("*a\nb*", "<p><em>a<br />\nb</em></p>"),
                    Arguments.of("> a\n> b", "<blockquote>\n<p>a<br />\nb</p>\n</blockquote>"),
                    Arguments.of("Regards\n--\nSam", "<p>Regards<br />\n--<br />\nSam</p>"),
                    Arguments.of("Regards\n-- \nSam", "<p>Regards<br />\n--<br />\nSam</p>"),
                    Arguments.of("Total\n===", "<p>Total<br />\n&#61;&#61;&#61;</p>"),
                    Arguments.of("a\nb\n=", "<p>a<br />\nb<br />\n&#61;</p>"),
                    Arguments.of("a\n---", "<p>a</p>\n<hr />"),
                    Arguments.of("a\n\n---\n\nb", "<p>a</p>\n<hr />\n<p>b</p>"),
                    Arguments.of("# a\nb", "<h1>a</h1>\n<p>b</p>"),
                    Arguments.of("a\n## b ##", "<p>a</p>\n<h2>b</h2>"),
                    Arguments.of("###### a *b*", "<h6>a <em>b</em></h6>"),
                    Arguments.of("####### a", "<p>####### a</p>"),
                    Arguments.of("#a", "<p>#a</p>"),
                    Arguments.of("#", "<h1></h1>"),
                    Arguments.of("   # a #b", "<h1>a #b</h1>"),
                    Arguments.of("# a \\#", "<h1>a #</h1>"),
                    Arguments.of("    # a", "<pre><code># a\n</code></pre>"),
                    Arguments.of("- # a", "<ul><li><h1>a</h1></li></ul>"),
                    Arguments.of("C:\\$Recycle.Bin", "<p>C:\\$Recycle.Bin</p>"));
        }

        @ParameterizedTest
        @MethodSource("linesAndHeadings")
        void linesAndHeadingsAsInComments(String markdown, String html) {
            assertThat(assertHarmless(markdown)
                            .replaceAll("\n?(</?(?:ul|li)>)\n?", "$1")
                            .strip())
                    .isEqualTo(html);
        }

        /** Those that Markdown uses are escaped, as everywhere. */
        @Test
        void aBackslashBeforeWhatMarkdownDoesNotUse() {
            for (char other : "\"$%',/:;=?@^ aZ7é".toCharArray()) {
                assertThat(text("x\\" + other + "y")).isEqualTo("x\\" + other + "y");
            }
            for (char own : "\\`*_{}[]()#+-.!~|<>&".toCharArray()) {
                assertThat(text("x\\" + own + "y")).isEqualTo("x" + own + "y");
            }
            assertThat(text("\\\\server\\share\\$x")).isEqualTo("\\server\\share\\$x");
        }

        private static String text(String markdown) {
            return unescaped(assertHarmless(markdown)).replaceAll("</?p>|\n", "");
        }

        private static List<String> hrefs(String html) {
            return Pattern.compile("href=\"([^\"]*)\"")
                    .matcher(html)
                    .results()
                    // The sanitizer writes parentheses so, and a blank behind an attribute with backticks.
                    .map(match -> unescaped(match.group(1))
                            .replace("%28", "(")
                            .replace("%29", ")")
                            .strip())
                    .toList();
        }

        private static String unescaped(String html) {
            String text = Pattern.compile("&#(\\d+);")
                    .matcher(html)
                    .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                            Character.toString(Integer.parseInt(match.group(1)))));
            return text.replace("<!-- -->", "")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&");
        }

        @Test
        void imagesAsTheirTextWithinLinks() {
            assertThat(assertHarmless(
                            "[![logo](https://a.example/x.png) ![b ![c](https://e.example)](https://d.example)]"
                                    + "(https://a.example/)"))
                    .isEqualTo(
                            "<p><a href=\"https://a.example/\" rel=\"nofollow noopener noreferrer\">logo b c</a></p>\n");
        }
    }

    @Nested
    class LetsNothingThrough {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<script>alert(1)</script>",
                    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
                    "a <img src=x onerror=alert(1)> b",
                    "<svg/onload=alert(1)>",
                    "<svg><script>alert&#40;1)</script>",
                    "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
                    "<iframe src=\"javascript:alert(1)\"></iframe>",
                    "<a href=\"javascript:alert(1)\">x</a>",
                    "<a href=\"https://a.example\" onclick=\"alert(1)\">x</a>",
                    "<style>@import 'https://evil.example';</style>",
                    "<p style=\"background:url(https://evil.example)\">x</p>",
                    "<form action=https://evil.example><input name=q>",
                    "<base href=\"https://evil.example/\">",
                    "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
                    "<!--><script>alert(1)</script>-->",
                    "<![CDATA[<script>alert(1)</script>]]>",
                    "<?xml version=\"1.0\"?><script>alert(1)</script>",
                    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
                    "<textarea><script>alert(1)</script></textarea>",
                    "</code></pre><script>alert(1)</script>",
                    "`</code><script>alert(1)</script>`",
                    "```\n</code></pre><script>alert(1)</script>\n```",
                    "```\"><script>alert(1)</script>\nx\n```",
                    "```x\" onmouseover=\"alert(1)\nx\n```",
                    "[x](javascript:alert(1))",
                    "[x](JaVaScRiPt:alert(1))",
                    "[x](&#106;avascript:alert(1))",
                    "[x](java&Tab;script:alert(1))",
                    "[x](java\\nscript:alert(1))",
                    "[x](<java\tscript:alert(1)>)",
                    "[x](\u0001javascript:alert(1))",
                    "[x](%20javascript:alert(1))",
                    "[x](javascript&colon;alert(1))",
                    "[x](vbscript:msgbox(1))",
                    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
                    "[x](file:///etc/passwd)",
                    "[x](//evil.example/)",
                    "[x](/tickets)",
                    "[x](?a)",
                    "[x](#a)",
                    "[x](https:evil.example)",
                    "[x](\\\\evil.example)",
                    "[x](https://a.example/\" onmouseover=\"alert(1))",
                    "[x](https://a.example/ \"t\\\" onmouseover=\\\"alert(1)\")",
                    "[x](https://a.example/'onmouseover='alert(1))",
                    "[x](<https://a.example/\"><script>alert(1)</script>>)",
                    "[x]: javascript:alert(1)\n\n[x]",
                    "[<script>alert(1)</script>](https://a.example)",
                    "<javascript:alert(1)>",
                    "<data:text/html,x>",
                    "![x](javascript:alert(1))",
                    "![x\" onerror=\"alert(1)](https://a.example/x.png)",
                    "![<img src=x onerror=alert(1)>](data:image/svg+xml,x)",
                    "|<script>alert(1)</script>|b|\n|-|-|\n|<img src=x onerror=alert(1)>|[x](javascript:alert(1))|",
                    "javascript:alert(1)",
                    "https://a.example/<script>alert(1)</script>",
                    "https://a.example/\"onmouseover=\"alert(1)",
                    "{{constructor.constructor('alert(1)')()}}",
                    "\u003cscript\u003ealert(1)\u003c/script\u003e",
                    "&lt;script&gt;alert(1)&lt;/script&gt;",
                    "&#60;script&#62;alert(1)&#60;/script&#62;",
                    "\uFF1Cscript\uFF1Ealert(1)",
                    "\u2028<script>\u2029alert(1)"
                })
        void thatAPageWouldRun(String markdown) {
            assertHarmless(markdown);
        }

        @EachSeed
        void howeverItIsPutTogether(long seed) {
            List<String> parts = List.of(
                    "<",
                    ">",
                    "\"",
                    "'",
                    "`",
                    "```",
                    "~~~",
                    "[",
                    "](",
                    ")",
                    "![",
                    "<script>",
                    "</script>",
                    "<img src=x ",
                    "onerror=alert(1)",
                    "javascript:",
                    "https://",
                    "mailto:",
                    "&#60;",
                    "&colon;",
                    "\\",
                    "\n",
                    "\n\n",
                    "    ",
                    "|",
                    "|-|-|\n",
                    "> ",
                    "- ",
                    "1. ",
                    "# ",
                    "*",
                    "_",
                    "~~",
                    "<!--",
                    "-->",
                    "<![CDATA[",
                    "]]>",
                    "{{",
                    "}}",
                    "a",
                    "x@a.b",
                    "www.",
                    "\t",
                    "[a]: ",
                    "[a]",
                    "\u00A0",
                    "\uD83D\uDE00");
            Random random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                assertHarmless(Stream.generate(() -> parts.get(random.nextInt(parts.size())))
                        .limit(1 + random.nextInt(20))
                        .collect(Collectors.joining()));
            }
        }
    }

    @Nested
    class Bounds {

        static List<String> hostile() {
            return List.of(
                    "[",
                    "]",
                    "![",
                    "[a](",
                    "[a](<b",
                    "[a][",
                    "[a\n",
                    "*",
                    "*a ",
                    "**a *",
                    "_a __b ",
                    "*a_ ",
                    "~~a ",
                    "`",
                    "`a ",
                    "<",
                    "<a ",
                    "<!--",
                    "<?",
                    "<a b='",
                    "&",
                    "\\",
                    "\"",
                    ">",
                    "> ",
                    ">\n",
                    "- ",
                    "- a\n",
                    "1. ",
                    "# \n",
                    "|",
                    "|a",
                    "|a\n|-\n",
                    "a|b\n",
                    "http://",
                    "http://a.b ",
                    "http://-",
                    "http://a_",
                    "http://a_b/",
                    "http://a?!",
                    "http://a(",
                    "http://a)",
                    "http://a;",
                    "http://a&b;",
                    "www._",
                    "www.a_",
                    "www.a ",
                    "[http://a.b](",
                    "[http://a.b ",
                    "\\$",
                    "# a\n",
                    "# # ",
                    "#\t ",
                    "a@b.c ",
                    "www.",
                    "://",
                    "{{",
                    "\n",
                    "a\n",
                    "```\n",
                    "a\n=\n",
                    "[a]: b\n");
        }

        @ParameterizedTest
        @MethodSource("hostile")
        void theTimeOfWhatIsRepeated(String part) {
            assertShownSoon(part.repeat(LONGEST / part.length()));
        }

        @Test
        void howDeepThingsNest() {
            int many = LONGEST / 6;
            assertShownSoon("*a ".repeat(many) + "a* ".repeat(many));
            assertShownSoon("![".repeat(many) + "](a)".repeat(many));
            assertShownSoon("~~".repeat(many) + "a" + "~~".repeat(many));
            assertShownSoon(">".repeat(LONGEST / 2) + "a\n" + "b\n".repeat(LONGEST / 4 - 1));
            StringBuilder lists = new StringBuilder();
            for (int depth = 0; lists.length() + 2 * depth + 4 < LONGEST; depth++) {
                lists.append("  ".repeat(depth)).append("- a\n");
            }
            assertShownSoon(lists.toString());
        }

        @Test
        void whatTablesMultiply() {
            String wide = "|a".repeat(4_000) + "|\n" + "|-".repeat(4_000) + "|\n";
            String table = wide + "|x\n".repeat((LONGEST - wide.length()) / 3);

            assertThat(assertShownSoon(table)).startsWith("<pre><code>|a|a").contains("|x\n|x\n");
        }

        @Test
        void whatReferencesMultiply() {
            String text = "[a]: https://a.example/" + "u".repeat(LONGEST / 2) + "\n\n" + "[a] ".repeat(LONGEST / 10);

            assertThat(assertShownSoon(text)).startsWith("<pre><code>[a]: https://a.example/u");
        }

        private static String assertShownSoon(String markdown) {
            assertThat(markdown).hasSizeLessThanOrEqualTo(LONGEST);
            // It usually takes at most 40 ms; without a limit it would take minutes.
            String html = assertTimeout(Wait.PATIENCE, () -> Markdown.toHtml(markdown));
            assertThat(html).hasSizeLessThan(3 * Markdown.MAX_HTML);
            return html;
        }
    }
}
