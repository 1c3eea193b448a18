package dev.docket.docs;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Marks comments, texts and keywords of code, so that a style can colour them. Any other code stays as it is. */
final class Highlight {

    /** The groups of the patterns, which are the classes of the HTML. */
    private static final List<String> KINDS = List.of("name", "comment", "text", "word");

    private static final String SLASHES = "//[^\\n]*";
    private static final String HASH = "(?<![^\\s])#[^\\n]*";
    private static final String QUOTED = "\"(?:\\\\.|[^\"\\\\\\n])*\"";
    private static final String TEXT = QUOTED + "|'(?:\\\\.|[^'\\\\\\n])*'|`(?:\\\\.|[^`\\\\])*`";

    private static final Map<String, Pattern> LANGUAGES = Map.of(
            "sh", pattern(HASH, "curl|export|for|in|do|done|while|if|then|fi|cat|python3|java|mvn"),
            "java", pattern(SLASHES, "var|new|try|catch|for|while|if|else|return|throw|null|true|false|import|do"),
            "ts", pattern(SLASHES, "const|let|new|try|catch|for|of|while|if|else|await|return|throw|import|from|do"),
            "python", pattern(HASH, "import|from|def|return|for|in|while|if|elif|else|with|as|try|except|None|not"),
            "nginx", pattern(HASH, "server|location|listen|proxy_pass"),
            "json",
                    Pattern.compile("(?<name>" + QUOTED + "(?=\\s*:))|(?<comment>(?!))|(?<text>" + QUOTED
                            + ")|(?<word>true|false|null)"));

    private Highlight() {}

    /** The code as HTML. */
    static String html(String language, String code) {
        Pattern pattern = LANGUAGES.get(language);
        if (pattern == null) {
            return escape(code);
        }
        StringBuilder html = new StringBuilder();
        int end = 0;
        for (Matcher matcher = pattern.matcher(code); matcher.find(); end = matcher.end()) {
            html.append(escape(code.substring(end, matcher.start())))
                    .append("<span class=\"")
                    .append(KINDS.stream()
                            .filter(kind -> matcher.group(kind) != null)
                            .findFirst()
                            .orElseThrow())
                    .append("\">")
                    .append(escape(matcher.group()))
                    .append("</span>");
        }
        return html.append(escape(code.substring(end))).toString();
    }

    private static Pattern pattern(String comment, String words) {
        return Pattern.compile(
                "(?<name>(?!))|(?<comment>" + comment + ")|(?<text>" + TEXT + ")|\\b(?<word>" + words + ")\\b");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
