package dev.docket.server.http.body;

import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes read, and ends the request with 413 when they exceed a limit. */
public final class LimitedStream extends FilterInputStream {

    private final long limit;
    private final String what;
    private long count;

    /**
     * @param limit bytes; one more is rejected
     * @param what names the stream in the problem, such as "the file"
     */
    public LimitedStream(InputStream stream, long limit, String what) {
        super(stream);
        this.limit = limit;
        this.what = what;
    }

    /** Number of bytes read. */
    public long count() {
        return count;
    }

    /** The problem for a stream that is larger than {@code limit}. */
    public static ProblemException tooLarge(long limit, String what) {
        return new ProblemException(
                ProblemType.CONTENT_TOO_LARGE, "%s must not be larger than %d bytes".formatted(what, limit));
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            add(1);
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read > 0) {
            add(read);
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        add(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void add(long bytes) {
        count += bytes;
        if (count > limit) {
            throw tooLarge(limit, what);
        }
    }
}
