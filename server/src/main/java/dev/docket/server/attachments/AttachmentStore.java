package dev.docket.server.attachments;

import dev.docket.server.http.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;

/** Where the content of attachments is kept. Thread-safe. */
interface AttachmentStore {

    /**
     * Stores all of the content of a pending attachment, as it comes.
     *
     * @throws IOException if the content cannot be read
     * @throws ProblemException 408 if it took so long that the attachment is pending no more; 503; and whatever reading throws
     */
    void write(String account, UUID id, InputStream content) throws IOException;

    /**
     * Writes a part of the content to {@code target}, no faster than that takes it.
     *
     * @throws IOException if {@code target} cannot be written
     * @throws ProblemException 404 if the content is gone; 503
     */
    void read(String account, UUID id, ByteRange range, OutputStream target) throws IOException;

    /** Takes the content away, or what there is of it; does nothing if there is none. */
    void delete(String account, UUID id);
}
