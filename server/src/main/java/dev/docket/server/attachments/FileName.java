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

    /**
     * Characters that change the direction of writing. File systems add them to the names of mixed scripts, and they
     * can disguise a name, which then only seems to end in .txt.
     */
    private static final Pattern DIRECTIONAL =
            Pattern.compile("[\\x{061C}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** Characters that RFC 8187 allows unescaped in a header. */
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~";

    /**
     * Returns the part after the last slash or backslash.
     *
     * @param given null if the form has no name
     * @throws ProblemException 400 if the name is not acceptable
     */
    static FileName of(@Nullable String given) {
        String name =
                given == null ? "" : given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        name = DIRECTIONAL.matcher(name).replaceAll("").strip();
        if (name.isEmpty()) {
            throw refuse(ViolationCode.REQUIRED, "must have a name: filename in its Content-Disposition");
        }
        if (name.equals(".") || name.equals("..")) {
            throw refuse(ViolationCode.INVALID_FORMAT, "must not be named . or ..");
        }
        if (CharacterCount.of(name) > MAX_CHARACTERS) {
            throw refuse(ViolationCode.TOO_LONG, "must have a name of at most %d characters".formatted(MAX_CHARACTERS));
        }
        if (CONTROL.matcher(name).find()) {
            throw refuse(ViolationCode.INVALID_TEXT, "must have a name without control characters");
        }
        return new FileName(name);
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
     * Returns the header {@code Content-Disposition} with which a browser saves the file under this name (RFC 6266).
     */
    String asAttachment() {
        StringBuilder header = new StringBuilder("attachment; filename*=UTF-8''");
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
