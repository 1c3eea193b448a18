package dev.docket.server.http.body;

import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.json.ContractJson;
import dev.docket.server.http.json.ContractLimits;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.http.problem.Violations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads newline-delimited JSON: one DTO of the contract per line, each validated by itself, so that an invalid line
 * does not keep the next from being read. Holds one line at a time, and the bytes read ahead.
 *
 * <p>A line ends with LF or CR LF; the last may end without either. Lines with only spaces and tabs are skipped, but
 * counted. A byte order mark at the beginning is skipped.
 *
 * @param <T> the DTO
 */
public final class NdjsonReader<T> {

    /** Bytes of a line without its end; a longer line is skipped and reported. */
    public static final int MAX_LINE_BYTES = 1024 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final ContractJson JSON = new ContractJson(JsonMappers.contract(), "line");

    /**
     * @param number from 1
     * @param value null if the line could not be read; to be used only if {@code violations} is empty
     * @param violations all violations of the contract, with pointers into the line
     */
    public record Line<T>(long number, @Nullable T value, List<Violation> violations) {

        public boolean isValid() {
            return violations.isEmpty();
        }
    }

    private final InputStream stream;
    private final Class<T> type;
    private final byte[] input;
    private int position;
    private int limit;
    private byte[] line = new byte[1024];
    private int lineLength;
    private long lineNumber;

    /** @param stream remains open */
    public NdjsonReader(InputStream stream, Class<T> type) {
        this(stream, type, 16 * 1024);
    }

    /**
     * @param stream remains open
     * @param ahead maximum number of bytes to read ahead
     */
    public NdjsonReader(InputStream stream, Class<T> type, int ahead) {
        this.stream = stream;
        this.type = type;
        this.input = new byte[ahead];
    }

    /**
     * Reads the next line, and waits for it if necessary.
     *
     * @return null at the end
     * @throws IOException if the stream cannot be read
     * @throws ProblemException if the request ends before its body is complete; it becomes the response
     */
    public @Nullable Line<T> next() throws IOException {
        while (readLine()) {
            lineNumber++;
            if (lineLength > MAX_LINE_BYTES) {
                return new Line<>(lineNumber, null, List.of(tooLong()));
            }
            if (!isBlank()) {
                return parse();
            }
        }
        return null;
    }

    /**
     * Whether {@link #next} may have to wait for the client. If so, send the client first what it may be waiting for.
     */
    public boolean mayWait() {
        boolean isBlank = true;
        for (int at = position; at < limit; at++) {
            byte next = input[at];
            if (next == '\n' && !isBlank) {
                return false;
            }
            isBlank &= next == '\n' || next == '\r' || next == ' ' || next == '\t';
        }
        return true;
    }

    /** @return false at the end; if the line is too long, only its length is valid */
    private boolean readLine() throws IOException {
        lineLength = 0;
        boolean begun = false;
        while (position < limit || fill()) {
            begun = true;
            int end = position;
            while (end < limit && input[end] != '\n') {
                end++;
            }
            append(position, end);
            position = end;
            if (end < limit) {
                position++;
                break;
            }
        }
        if (lineLength > 0 && lineLength <= MAX_LINE_BYTES + 1 && line[lineLength - 1] == '\r') {
            lineLength--;
        }
        if (lineNumber == 0) {
            skipByteOrderMark();
        }
        return begun;
    }

    /** It counts towards the length of its line. */
    private void skipByteOrderMark() {
        if (lineLength >= BYTE_ORDER_MARK.length
                && lineLength <= MAX_LINE_BYTES
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
            lineLength -= BYTE_ORDER_MARK.length;
            System.arraycopy(line, BYTE_ORDER_MARK.length, line, 0, lineLength);
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, stream.read(input));
        return limit > 0;
    }

    /** One byte more than a line may have is kept, for it may be a CR that belongs to the line's end. */
    private void append(int from, int to) {
        int kept = Math.min(lineLength, MAX_LINE_BYTES + 1);
        int count = Math.min(to - from, MAX_LINE_BYTES + 1 - kept);
        if (kept + count > line.length) {
            line = Arrays.copyOf(line, Math.min(MAX_LINE_BYTES + 1, Math.max(kept + count, 2 * line.length)));
        }
        System.arraycopy(input, from, line, kept, count);
        // A length beyond the kept bytes only means that the line is too long.
        lineLength = Math.min(lineLength + (to - from), MAX_LINE_BYTES + 2);
    }

    private boolean isBlank() {
        for (int at = 0; at < lineLength; at++) {
            if (line[at] != ' ' && line[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    private Line<T> parse() throws IOException {
        ViolationList violations = new ViolationList();
        T value = type.cast(JSON.read(ByteBuffer.wrap(line, 0, lineLength), type, violations));
        if (value != null) {
            ContractLimits.check(value, violations);
        } else if (violations.isEmpty()) {
            violations.add(Violations.inBody("", ViolationCode.REQUIRED, "the line must be a JSON object, not null"));
        }
        violations.sort(Comparator.comparing(Violation::getPointer));
        return new Line<>(lineNumber, value, violations);
    }

    private static Violation tooLong() {
        return Violations.inBody(
                "", ViolationCode.TOO_LONG, "a line must not be longer than %d bytes".formatted(MAX_LINE_BYTES));
    }
}
