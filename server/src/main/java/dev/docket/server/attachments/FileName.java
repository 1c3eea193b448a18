package dev.docket.server.attachments;

import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.text.CharacterCount;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a file on the client's machine: text to show, and never a path. */
record FileName(String text) {

    private static final int MAX_CHARACTERS = 255;

    private static final Pattern DIRECTIONS = Pattern.compile("[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f\\u061c]");

    /** Characters that some clients do not take literally in a quoted file name. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[^ -~]|[\"%\\\\]");

    /** Characters that RFC 8187 allows unescaped in a header. */
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~";

    /**
     * Returns the part after the last slash or backslash, without characters that change the direction of writing: they
     * disguise the rest of a name, such as one that only seems to end in .txt.
     *
     * @param given null if the form has no name
     * @throws ProblemException 400 if the name is not acceptable
     */
    static FileName of(@Nullable String given) {
        String name =
                given == null ? "" : given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        name = DIRECTIONS.matcher(name).replaceAll("").strip();
        if (name.isEmpty()) {
            throw refuse(ViolationCode.REQUIRED, "must have a name: filename in its Content-Disposition");
        }
        if (name.equals(".") || name.equals("..")) {
            throw refuse(ViolationCode.INVALID_FORMAT, "must not be named . or ..");
        }
        if (CharacterCount.of(name) > MAX_CHARACTERS) {
            throw refuse(ViolationCode.TOO_LONG, "must have a name of at most %d characters".formatted(MAX_CHARACTERS));
        }
        if (name.codePoints().anyMatch(FileName::isControl)) {
            throw refuse(ViolationCode.INVALID_TEXT, "must have a name without control characters");
        }
        return new FileName(name);
    }

    private static boolean isControl(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    private static ProblemException refuse(ViolationCode code, String detail) {
        return ProblemException.invalid(List.of(Violations.inBody("/file", code, detail)));
    }

    /**
     * Returns the ending as Windows reads it, ignoring dots and blanks at the end: in lower case, empty without a dot.
     */
    String extension() {
        String significant = text.replaceFirst("[. ]+$", "");
        return significant
                .substring(significant.lastIndexOf('.') + 1)
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    /**
     * Returns the header {@code Content-Disposition} with which a browser saves the file under this name (RFC 6266). A
     * client that does not know {@code filename*} gets the name with an underscore for each character beyond ASCII.
     */
    String asAttachment() {
        String plain = AMBIGUOUS.matcher(text).replaceAll("_");
        StringBuilder header = new StringBuilder("attachment; filename=\"" + plain + "\"; filename*=UTF-8''");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && PLAIN.indexOf(b) >= 0) {
                header.append((char) b);
            } else {
                header.append("%%%02X".formatted(b & 0xff));
            }
        }
        return header.toString();
    }
}
