package dev.docket.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file that holds the value of one option, as container platforms mount secrets. The value is the text of the file
 * without the line ends after it.
 */
final class ValueFile {

    static final int MAX_BYTES = 8192;

    private ValueFile() {}

    /**
     * @param variable names the file in messages, which never show its content
     * @throws WrongValueException if the file cannot be read, or does not hold one line of text
     */
    static String read(String variable, String path) {
        byte[] content = bytes(variable, path);
        if (content.length > MAX_BYTES) {
            throw wrong(variable, path, "is larger than " + MAX_BYTES + " bytes");
        }
        String value = text(variable, path, content).replaceFirst("[\\r\\n]+$", "");
        if (value.isEmpty()) {
            throw wrong(variable, path, "is empty");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw wrong(variable, path, "must hold one line of text");
        }
        return value;
    }

    private static byte[] bytes(String variable, String path) {
        try {
            Path file = Path.of(path);
            if (!Files.exists(file)) {
                throw wrong(variable, path, "does not exist");
            }
            // Others, such as a pipe, can be read only once, or never end.
            if (!Files.isRegularFile(file)) {
                throw wrong(variable, path, "is not a regular file");
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return stream.readNBytes(MAX_BYTES + 1);
            }
        } catch (InvalidPathException | IOException unreadable) {
            throw wrong(variable, path, "cannot be read by this user");
        }
    }

    private static String text(String variable, String path, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw wrong(variable, path, "is not UTF-8");
        }
    }

    private static WrongValueException wrong(String variable, String path, String problem) {
        return new WrongValueException(variable + ": the file '" + path + "' " + problem);
    }
}
