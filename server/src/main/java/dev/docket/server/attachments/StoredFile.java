package dev.docket.server.attachments;

import dev.docket.persistence.attachments.AttachmentRow;
import java.io.IOException;
import java.io.OutputStream;

/** An attachment and the store of its content. */
record StoredFile(String account, AttachmentRow row, AttachmentStore store) {

    void read(ByteRange range, OutputStream target) throws IOException {
        store.read(account, row.id(), range, target);
    }
}
