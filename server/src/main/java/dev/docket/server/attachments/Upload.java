package dev.docket.server.attachments;

import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.body.LimitedStream;
import dev.docket.server.http.body.MultipartReader;
import dev.docket.server.http.body.MultipartReader.Part;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the form with the file, once, and measures and hashes the file meanwhile. Not thread-safe. */
final class Upload {

    /** Receives the content as soon as everything before it was accepted. */
    interface Target {
        void write(FileName name, String contentType, String detectedType, InputStream content) throws IOException;
    }

    /** Size of the form without the file: boundaries, headers, the other part. */
    private static final int FORM_BYTES = 64 * 1024;

    private static final int MAX_FLAG_BYTES = 16;

    private final FileTypes types;
    private final long maxBytes;
    private final Target target;
    private boolean hasFile;
    private String fileName = "";
    private String contentType = "";
    private long size;
    private String sha256 = "";
    private @Nullable Boolean isInternal;

    Upload(FileTypes types, long maxBytes, Target target) {
        this.types = types;
        this.maxBytes = maxBytes;
        this.target = target;
    }

    /**
     * Reads the form.
     *
     * @param length of the body in bytes; 0 if unknown
     * @param body stays open
     * @throws ProblemException 400 or 413 if the body is not a form with one accepted file; and any that reading and
     *     writing throw
     */
    void receive(String boundary, long length, InputStream body) throws IOException {
        if (length > maxBytes + FORM_BYTES) {
            throw LimitedStream.tooLarge(maxBytes, "the file");
        }
        InputStream limited = new LimitedStream(body, maxBytes + FORM_BYTES, "the form");
        MultipartReader form = new MultipartReader(limited, boundary);
        for (Part part = form.next(); part != null; part = form.next()) {
            switch (part.name()) {
                case "file" -> receiveFile(part);
                case "isInternal" -> receiveFlag(part);
                default ->
                    throw refuse("", ViolationCode.UNKNOWN_PROPERTY, "must have no parts except file and isInternal");
            }
        }
        if (!hasFile) {
            throw refuse("/file", ViolationCode.REQUIRED, "must be given");
        }
        // Bytes after a form have no meaning, but the connection can be reused only if they are read.
        limited.transferTo(OutputStream.nullOutputStream());
    }

    private void receiveFile(Part part) throws IOException {
        if (hasFile) {
            throw refuse("/file", ViolationCode.TOO_MANY, "must be given once; send one request for each file");
        }
        hasFile = true;
        FileName name = FileName.of(part.fileName());
        String declaredType = FileTypes.declared(part.contentType());
        types.requireAllowed(name, declaredType);
        fileName = name.text();
        contentType = declaredType;
        MessageDigest digest = Sha256.digest();
        LimitedStream limited = new LimitedStream(part.content(), maxBytes, "the file");
        InputStream content = new DigestInputStream(limited, digest);
        byte[] start = content.readNBytes(FileTypes.START_BYTES);
        if (start.length == 0) {
            throw refuse("/file", ViolationCode.TOO_SHORT, "must not be empty");
        }
        String detectedType = FileTypes.detect(start, name);
        types.requireAllowed(name, detectedType);
        target.write(
                name, declaredType, detectedType, new SequenceInputStream(new ByteArrayInputStream(start), content));
        size = limited.count();
        sha256 = HexFormat.of().formatHex(digest.digest());
    }

    private void receiveFlag(Part part) throws IOException {
        if (isInternal != null) {
            throw refuse("/isInternal", ViolationCode.TOO_MANY, "must be given once");
        }
        String text = new String(part.content().readNBytes(MAX_FLAG_BYTES), StandardCharsets.UTF_8);
        isInternal = switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refuse("/isInternal", ViolationCode.WRONG_TYPE, "must be true or false");
        };
    }

    private static ProblemException refuse(String pointer, ViolationCode code, String detail) {
        return ProblemException.invalid(List.of(Violations.inBody(pointer, code, detail)));
    }

    String fileName() {
        return fileName;
    }

    /** Returns the media type that the form declares. */
    String contentType() {
        return contentType;
    }

    long size() {
        return size;
    }

    String sha256Hex() {
        return sha256;
    }

    boolean isInternal() {
        return Boolean.TRUE.equals(isInternal);
    }
}
