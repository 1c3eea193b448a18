package dev.docket.server.http.compression;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what is written to it, unless that is too little to be worth it. What a stream flushes is sent at once;
 * other responses are sent as a whole, so flushing has no effect. Closing releases memory only, and sends nothing: a
 * response that failed must not look complete.
 */
final class GzipStream extends OutputStream {

    private static final int BUFFER = 8192;

    private final OutputStream target;
    private final int least;
    private final boolean isStream;
    private final Runnable starts;
    private final ByteArrayOutputStream first = new ByteArrayOutputStream();
    private @Nullable Gzip gzip;

    /**
     * @param target remains open
     * @param least bytes of a response that is compressed
     * @param starts runs before the first compressed byte is written
     */
    GzipStream(OutputStream target, int least, boolean isStream, Runnable starts) {
        this.target = target;
        this.least = least;
        this.isStream = isStream;
        this.starts = starts;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (gzip == null && first.size() + length < least) {
            first.write(bytes, offset, length);
        } else {
            started().write(bytes, offset, length);
        }
    }

    @Override
    public void flush() throws IOException {
        if (isStream && (gzip != null || first.size() > 0)) {
            started().flush();
        }
    }

    /** Sends what remains, at the end of a complete response. */
    void finish() throws IOException {
        if (gzip == null) {
            first.writeTo(target);
        } else {
            gzip.finish();
        }
    }

    @Override
    public void close() {
        if (gzip != null) {
            gzip.release();
        }
    }

    private Gzip started() throws IOException {
        if (gzip == null) {
            starts.run();
            gzip = new Gzip(target);
            first.writeTo(gzip);
        }
        return gzip;
    }

    private static final class Gzip extends GZIPOutputStream {

        Gzip(OutputStream target) throws IOException {
            super(target, BUFFER, true);
        }

        /** Frees memory outside the heap; to close the stream would write its end. */
        void release() {
            def.end();
        }
    }
}
