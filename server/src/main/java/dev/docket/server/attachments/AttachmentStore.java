package dev.docket.server.attachments;

import dev.docket.server.http.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;

/** Stores the content of attachments. Thread-safe. */
interface AttachmentStore {

    /**
     * Stores the whole content of a pending attachment, as it arrives.
     *
     * @throws IOException if the content cannot be read
     * @throws ProblemException 408 if it took so long that the attachment is no longer pending; 503; and any that
     *     {@code content} throws
     */
    void write(String account, UUID id, InputStream content) throws IOException;

    /**
     * Writes a part of the content to {@code target}, at the pace of {@code target}.
     *
     * @throws IOException if {@code target} cannot be written
     * @throws ProblemException 404 if the content was deleted; 503
     */
    void read(String account, UUID id, ByteRange range, OutputStream target) throws IOException;

    /** Removes the content, also if it is incomplete; does nothing if it does not exist. */
    void delete(String account, UUID id);
}
