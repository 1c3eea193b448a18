package dev.docket.persistence.tickets;

import io.soabase.recordbuilder.core.RecordBuilder;

/** The counters of a ticket. */
@RecordBuilder
public record Counters(
        long responseCount, long internalNoteCount, long attachmentCount, long reopenCount, long escalationCount)
        implements CountersBuilder.With {

    /** Returns the number of comments, public ones and internal notes. */
    public long commentCount() {
        return responseCount + internalNoteCount;
    }

    public Counters plusComments(Counters other) {
        return withResponseCount(responseCount + other.responseCount)
                .withInternalNoteCount(internalNoteCount + other.internalNoteCount);
    }

    public Counters plusAttachments(long more) {
        return withAttachmentCount(attachmentCount + more);
    }
}
