package dev.docket.server.attachments;

import dev.docket.persistence.attachments.AttachmentDao;
import dev.docket.persistence.database.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.UUID;

/**
 * Stores content in PostgreSQL, in chunks, each read and written in a transaction of its own: a slow client occupies
 * neither a connection nor a lock. Holds one chunk at a time.
 */
final class DatabaseStore implements AttachmentStore {

    /** Size of every chunk but the last. It must never change, because the chunk of a byte is computed from it. */
    private static final int CHUNK_BYTES = 256 * 1024;

    private final Database database;

    DatabaseStore(Database database) {
        this.database = database;
    }

    @Override
    public void write(String account, UUID id, InputStream content) throws IOException {
        byte[] buffer = new byte[CHUNK_BYTES];
        int length = CHUNK_BYTES;
        for (int number = 0; length == CHUNK_BYTES; number++) {
            length = content.readNBytes(buffer, 0, CHUNK_BYTES);
            if (length > 0) {
                add(account, id, number, length < CHUNK_BYTES ? Arrays.copyOf(buffer, length) : buffer);
            }
        }
    }

    private void add(String account, UUID id, int number, byte[] bytes) {
        int added = database.write(
                account, transaction -> transaction.dao(AttachmentDao.class).addChunk(account, id, number, bytes));
        if (added == 0) {
            throw Attachments.tooSlow();
        }
    }

    @Override
    public void read(String account, UUID id, ByteRange range, OutputStream target) throws IOException {
        for (long position = range.first(); position <= range.last(); ) {
            int number = (int) (position / CHUNK_BYTES);
            byte[] chunk = chunk(account, id, number);
            int from = (int) (position % CHUNK_BYTES);
            int count = (int) Math.min(chunk.length - from, range.last() + 1 - position);
            if (count <= 0) {
                throw Attachments.gone();
            }
            target.write(chunk, from, count);
            position += count;
        }
    }

    private byte[] chunk(String account, UUID id, int number) {
        return database.read(
                        account,
                        transaction -> transaction.dao(AttachmentDao.class).findChunk(account, id, number))
                .orElseThrow(Attachments::gone);
    }

    @Override
    public void delete(String account, UUID id) {
        database.write(account, transaction -> {
            transaction.dao(AttachmentDao.class).deleteChunks(account, id);
            return null;
        });
    }
}
