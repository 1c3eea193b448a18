package dev.docket.server.attachments;

import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/** Finds the media types of files, declared and detected, and rejects blocked ones. Thread-safe. */
final class FileTypes {

    /** The number of bytes at the start of a file that are examined. */
    static final int START_BYTES = 64 * 1024;

    private static final Pattern ESSENCE = Pattern.compile(
            "\\s*([A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127})\\s*(?:;.*)?", Pattern.DOTALL);

    /** Types that are detected by the first letters alone, with which a text may begin, too. */
    private static final Set<MediaType> BY_FEW_LETTERS = Set.of(
            MediaType.application("x-msdownload"), MediaType.application("x-bat"), MediaType.application("x-sh"));

    private static final MediaType MACH_O = MediaType.application("x-mach-o");

    private static final byte DELETE = 0x7f;

    private final Set<String> blockedExtensions;
    private final List<MediaType> blockedTypes;

    FileTypes(AttachmentSettings settings) {
        this.blockedExtensions = settings.blockedExtensions();
        this.blockedTypes =
                settings.blockedTypes().stream().map(MediaType::parse).toList();
    }

    /**
     * Returns a declared type in lower case, without its parameters; for an invalid one, the type of arbitrary bytes.
     */
    static String declared(@Nullable String contentType) {
        Matcher essence = ESSENCE.matcher(contentType == null ? "" : contentType);
        return essence.matches() ? essence.group(1).toLowerCase(Locale.ROOT) : MediaType.OCTET_STREAM.toString();
    }

    /**
     * Detects the type of a file by its bytes. The name only distinguishes types with the same bytes: it makes a ZIP
     * file a document, but has no effect on unknown bytes. Text is a script only by its name: {@code #!} or {@code Rem}
     * may begin any text.
     *
     * @param start the first {@value #START_BYTES} bytes, or all if there are fewer
     */
    static String detect(byte[] start, FileName name) {
        Metadata nothing = new Metadata();
        MediaType byBytes = detect(start, nothing);
        if (byBytes.equals(MediaType.OCTET_STREAM)) {
            return byBytes.toString();
        }
        Metadata named = new Metadata();
        named.set(TikaCoreProperties.RESOURCE_NAME_KEY, name.text());
        boolean onlyLooksLikeAProgram = BY_FEW_LETTERS.contains(byBytes.getBaseType()) && isText(start);
        return detect(onlyLooksLikeAProgram ? onSecondLine(start) : start, named)
                .getBaseType()
                .toString();
    }

    /**
     * Whether the bytes are printable. Those of a Windows program are not: the offset of its second header, {@code PE}
     * and two zeros, is at 0x3c, and an offset of four printable bytes would be beyond 144 MiB.
     */
    private static boolean isText(byte[] start) {
        for (byte b : start) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\f' && b != '\r' || b == DELETE) {
                return false;
            }
        }
        return true;
    }

    /** Where the first letters of a text say nothing of its type. */
    private static byte[] onSecondLine(byte[] text) {
        byte[] moved = new byte[text.length + 1];
        moved[0] = '\n';
        System.arraycopy(text, 0, moved, 1, text.length);
        return moved;
    }

    private static MediaType detect(byte[] start, Metadata metadata) {
        try {
            return Known.TYPES.detect(new ByteArrayInputStream(start), metadata);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * @param types the declared and the detected type of the file
     * @throws ProblemException 400 if the name or one of the types is that of a program
     */
    void requireAllowed(FileName name, String... types) {
        if (blockedExtensions.contains(name.extension())) {
            throw refuse("files whose names end in .%s are not accepted".formatted(name.extension()));
        }
        for (String type : types) {
            if (isBlocked(MediaType.parse(type))) {
                throw refuse("files of the type %s are not accepted".formatted(type));
            }
        }
    }

    private boolean isBlocked(@Nullable MediaType type) {
        return type != null
                && blockedTypes.stream()
                        .anyMatch(blocked -> Known.REGISTRY.isInstanceOf(
                                        Known.REGISTRY.normalize(type), Known.REGISTRY.normalize(blocked))
                                || isKindOf(type, blocked));
    }

    /** Tika does not derive the kinds of programs for macOS from their common type. */
    private static boolean isKindOf(MediaType type, MediaType blocked) {
        return blocked.equals(MACH_O) && type.toString().startsWith(MACH_O + "-");
    }

    private static ProblemException refuse(String detail) {
        return ProblemException.invalid(List.of(Violations.inBody("/file", ViolationCode.BLOCKED_TYPE, detail)));
    }

    /** Loaded from a file of 7,000 lines at first use. */
    private static final class Known {

        static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();
        static final MediaTypeRegistry REGISTRY = TYPES.getMediaTypeRegistry();
    }
}
