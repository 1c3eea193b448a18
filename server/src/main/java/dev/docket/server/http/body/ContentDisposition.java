package dev.docket.server.http.body;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Content-Disposition} of a part of a form (RFC 7578), as the clients of the world write it.
 *
 * @param type in lower case
 * @param parameters by their names in lower case, with the values as they were meant
 */
record ContentDisposition(String type, Map<String, String> parameters) {

    private static final Pattern TYPE = Pattern.compile("\\s*([^\\s;]*)\\s*");

    /** Some clients do not quote quotation marks: one that is not the last of its value is a part of it. */
    private static final String QUOTED = "\"(?<quoted>(?:[^\"\\\\]++|\\\\.|\"(?!\\s*(?:;|$)))*+)\"";

    private static final Pattern PARAMETER =
            Pattern.compile("\\s*;\\s*(?<name>[^\\s;=\"]+)\\s*=\\s*(?:" + QUOTED + "|(?<plain>[^\";]*))\\s*");

    private static final Pattern END = Pattern.compile("[\\s;]*");

    /**
     * RFC 9110 lets a backslash quote any character. But some clients send paths of Windows as they are, so that only
     * these two can be meant.
     */
    private static final Pattern QUOTED_PAIR = Pattern.compile("\\\\([\"\\\\])");

    /** Charset, language and value of RFC 8187. */
    private static final Pattern EXTENDED = Pattern.compile("(?<charset>[^']*)'[^']*'(?<value>.*)", Pattern.DOTALL);

    private static final Map<String, Charset> CHARSETS =
            Map.of("UTF-8", StandardCharsets.UTF_8, "ISO-8859-1", StandardCharsets.ISO_8859_1);

    /** @return empty if the header is ill-formed, or gives a parameter twice */
    static Optional<ContentDisposition> parse(String header) {
        Matcher type = TYPE.matcher(header);
        if (!type.lookingAt()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(header).region(type.end(), header.length());
        int end = type.end();
        while (parameter.lookingAt()) {
            String name = parameter.group("name").toLowerCase(Locale.ROOT);
            String quoted = parameter.group("quoted");
            String value = quoted == null ? parameter.group("plain").strip() : unquoted(quoted);
            if (parameters.put(name, value) != null) {
                return Optional.empty();
            }
            end = parameter.end();
            parameter.region(end, header.length());
        }
        return END.matcher(header).region(end, header.length()).matches()
                ? Optional.of(new ContentDisposition(type.group(1).toLowerCase(Locale.ROOT), Map.copyOf(parameters)))
                : Optional.empty();
    }

    /** Browsers write these three characters in percent encoding, and no others. */
    private static String unquoted(String quoted) {
        return QUOTED_PAIR
                .matcher(quoted)
                .replaceAll("$1")
                .replace("%22", "\"")
                .replaceAll("%0[dD]", "\r")
                .replaceAll("%0[aA]", "\n");
    }

    /** The name of the field; null without one. */
    @Nullable
    String name() {
        return parameters.get("name");
    }

    /** The name of the file: {@code filename*} if it can be decoded, else {@code filename} (RFC 6266); null without. */
    @Nullable
    String fileName() {
        String extended = decoded(parameters.getOrDefault("filename*", ""));
        return extended.isEmpty() ? parameters.get("filename") : extended;
    }

    /** Decodes a value of RFC 8187; empty if it cannot be decoded. */
    private static String decoded(String extended) {
        Matcher parts = EXTENDED.matcher(extended);
        if (!parts.matches()) {
            return "";
        }
        Charset charset = CHARSETS.get(parts.group("charset").toUpperCase(Locale.ROOT));
        if (charset == null) {
            return "";
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(percentDecoded(parts.group("value")));
            return charset.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException | IllegalArgumentException illEncoded) {
            return "";
        }
    }

    /** @throws IllegalArgumentException unless it is ASCII and each percent sign has two hexadecimal digits */
    private static byte[] percentDecoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean isEscape = character == '%';
            if (character > '~' || isEscape && i + 2 >= text.length()) {
                throw new IllegalArgumentException("not ASCII, or an incomplete escape");
            }
            bytes.write(isEscape ? HexFormat.fromHexDigits(text, i + 1, i + 3) : character);
            i += isEscape ? 2 : 0;
        }
        return bytes.toByteArray();
    }
}
