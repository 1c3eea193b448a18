package dev.docket.server.attachments;

import dev.docket.persistence.attachments.AttachmentRow;
import java.io.IOException;
import java.io.OutputStream;

/** The content of an attachment, and the store that has it. */
record StoredFile(String account, AttachmentRow row, AttachmentStore store) {

    void read(ByteRange range, OutputStream target) throws IOException {
        store.read(account, row.id(), range, target);
    }
}
