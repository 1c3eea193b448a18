package dev.docket.server.attachments;

import dev.docket.server.security.Actor;
import java.util.UUID;

/** A file that is stored but not attached to its ticket yet. Closing it discards it if it was not attached. */
final class ReceivedFile implements AutoCloseable {

    private final String account;
    private final String ticketId;
    private final UUID id;
    private final Upload upload;
    private final Actor actor;
    private final Runnable discard;
    private boolean isAttached;

    ReceivedFile(String account, String ticketId, UUID id, Upload upload, Actor actor, Runnable discard) {
        this.account = account;
        this.ticketId = ticketId;
        this.id = id;
        this.upload = upload;
        this.actor = actor;
        this.discard = discard;
    }

    /** Returns what distinguishes it from another file that is sent to the same ticket. */
    public Object[] marks() {
        return new Object[] {upload.fileName(), upload.contentType(), upload.sha256Hex(), upload.isInternal()};
    }

    String account() {
        return account;
    }

    String ticketId() {
        return ticketId;
    }

    UUID id() {
        return id;
    }

    Upload upload() {
        return upload;
    }

    Actor actor() {
        return actor;
    }

    void setAttached() {
        isAttached = true;
    }

    @Override
    public void close() {
        if (!isAttached) {
            discard.run();
        }
    }
}
