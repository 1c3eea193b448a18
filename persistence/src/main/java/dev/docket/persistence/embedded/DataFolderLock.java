package dev.docket.persistence.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock on the database of a data folder. The operating system releases it when the process dies, for any reason.
 */
final class DataFolderLock implements AutoCloseable {
    /**
     * The file lock belongs to the process, and closing <em>any</em> channel on the file releases it: a second attempt
     * in this process must not even open the file.
     */
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DataFolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock; empty if it is held already. Never waits. */
    static Optional<DataFolderLock> tryAcquire(DataFolder folder) {
        Path file = folder.lock();
        if (!HELD_BY_THIS_PROCESS.add(file)) {
            return Optional.empty();
        }
        boolean acquired = false;
        try {
            FileChannel channel = FileChannel.open(file, Set.of(CREATE, WRITE), DurableFiles.readableByOwnerOnly());
            try {
                acquired = channel.tryLock() != null;
                if (acquired) {
                    channel.truncate(0);
                    channel.write(ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
                    return Optional.of(new DataFolderLock(file, channel));
                }
                return Optional.empty();
            } finally {
                if (!acquired) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw DataFolder.unwritable(folder.root(), e);
        } finally {
            if (!acquired) {
                HELD_BY_THIS_PROCESS.remove(file);
            }
        }
    }

    /** The error that names the holder of the folder, for an operator. */
    static DataFolderInUseException inUse(DataFolder folder) {
        return new DataFolderInUseException(
                "The data folder " + folder.root() + " is in use by " + holder(folder.lock()) + ".");
    }

    private static String holder(Path file) {
        if (HELD_BY_THIS_PROCESS.contains(file)) {
            return "this process";
        }
        try {
            return "process " + Files.readString(file, US_ASCII).strip();
        } catch (IOException e) {
            return "another process"; // its id is only a help for the reader
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new EmbeddedDatabaseException("The lock " + file + " could not be released.", e);
        } finally {
            HELD_BY_THIS_PROCESS.remove(file);
        }
    }
}
