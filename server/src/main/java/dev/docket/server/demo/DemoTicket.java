package dev.docket.server.demo;

import dev.docket.api.model.RequesterType;
import dev.docket.api.model.TicketCategory;
import dev.docket.api.model.TicketInput;
import dev.docket.api.model.TicketSource;
import dev.docket.persistence.attachments.AttachmentDao;
import dev.docket.persistence.attachments.PendingAttachment;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.tickets.TicketDao;
import dev.docket.persistence.tickets.TicketKey;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.attachments.Attachments;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.security.Actor;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.TicketChange;
import dev.docket.server.tickets.Tickets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;

/** The first ticket of the demo's account, with a file: the examples of the contract refer to them. */
public final class DemoTicket {

    private static final String NUMBER = "TKT-1";
    private static final UUID ATTACHMENT = UUID.fromString("019cc4d1-9f10-7c52-8a3e-5b8f0d1e2c33");
    private static final byte[] CONTENT = "Serial TX-204981.\n".getBytes(StandardCharsets.US_ASCII);
    private static final String SHA256 = "b2ca96fc12aea1673b0da45a79659bf82bee7bd38ccbcc7cfa4dde21c261a439";

    private DemoTicket() {}

    /** Adds the ticket to an account that has no ticket yet; {@link DemoData} must be loaded. */
    public static void load(Database database, Clock clock) {
        boolean isThere = database.read(
                DemoData.ACCOUNT,
                transaction -> transaction
                        .dao(TicketDao.class)
                        .find(DemoData.ACCOUNT, TicketKey.of(NUMBER))
                        .isPresent());
        if (isThere) {
            return;
        }
        Caller demo = new Caller(UUID.randomUUID(), "demo", Set.of(), Set.of(DemoData.ACCOUNT));
        String requestId = "demo";
        IdempotencyKeys keys = new IdempotencyKeys(database, JsonMappers.contract(), clock);
        new Tickets(database, new AccountRulesCache(database), keys, clock)
                .create(DemoData.ACCOUNT, ticket(), demo, requestId, null);
        attach(database, clock, Actor.of(demo, requestId));
    }

    private static TicketInput ticket() {
        return new TicketInput()
                .ticketTypeId("general-question")
                .subject("Which paper does the card reader take?")
                .description("The serial number is in the file.")
                .category(TicketCategory.GENERAL_SUPPORT)
                .source(TicketSource.EMAIL)
                .requesterType(RequesterType.MERCHANT)
                .requesterId("1002");
    }

    private static void attach(Database database, Clock clock, Actor actor) {
        database.write(DemoData.ACCOUNT, transaction -> {
            TicketChange change = TicketChange.of(transaction, DemoData.ACCOUNT, NUMBER, actor, clock.instant());
            AttachmentDao dao = transaction.dao(AttachmentDao.class);
            dao.begin(
                    DemoData.ACCOUNT,
                    new PendingAttachment(
                            ATTACHMENT,
                            change.ticket().id(),
                            "database",
                            "serial-number.txt",
                            "text/plain",
                            "text/plain",
                            actor.row(),
                            change.now()));
            dao.addChunk(DemoData.ACCOUNT, ATTACHMENT, 0, CONTENT);
            return Attachments.attach(transaction, change, ATTACHMENT, CONTENT.length, SHA256, false);
        });
    }
}
