package dev.docket.server.faults;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.directory.UserRow;
import dev.docket.persistence.rotations.MemberSetupRow;
import dev.docket.persistence.rotations.RotationRow;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.rotations.Rotations;
import dev.docket.server.security.TokenGrant;
import dev.docket.server.security.Tokens;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TestClock;
import dev.docket.server.testing.TicketTypeRows;
import java.time.Instant;
import java.util.List;

/**
 * The accounts under load during faults; in each, three agents take turns by 5, 1, 1. The first account has most of the
 * load.
 */
final class Shop {

    static final List<String> ACCOUNTS = List.of("9001", "9002", "9003", "9004");

    /** Has all permissions in each of them. */
    static final String TOKEN = "dkt_" + "fault".repeat(8) + "key";

    private static final String TYPE = "support";

    /** Its requester is external, and it is assigned by the rotation. */
    static final String TICKET = """
            {"ticketTypeId": "support", "subject": "%s", "description": "It stops after the tip screen.",
             "category": "technical", "source": "phone", "requesterId": "visitor-77", "requesterType": "external",
             "requesterName": "Sam Reed", "requesterEmail": "sam.reed@example.com"}
            """;

    private Shop() {}

    static void load(Database database) {
        // Long before any clock of a test.
        Instant now = RunningServer.START.minusSeconds(86_400);
        for (String account : ACCOUNTS) {
            database.write(account, transaction -> {
                transaction.dao(AccountDao.class).insert(new AccountRow(account, "Shop " + account, "TKT", now));
                UserDao users = transaction.dao(UserDao.class);
                users.put(account, new UserRow("u-ana", "Ana", "ana@shop.example", true));
                users.put(account, new UserRow("u-ben", "Ben", "ben@shop.example", true));
                users.put(account, new UserRow("u-cho", "Cho", "cho@shop.example", true));
                Rotations.add(
                        transaction,
                        account,
                        new RotationRow(
                                TYPE,
                                "Support",
                                "active",
                                List.of(
                                        new MemberSetupRow("u-ana", 5),
                                        new MemberSetupRow("u-ben", 1),
                                        new MemberSetupRow("u-cho", 1)),
                                1,
                                now,
                                now));
                transaction.dao(TicketTypeDao.class).insert(account, TicketTypeRows.typeOf(TYPE, TYPE, true));
                return null;
            });
        }
        new Tokens(database, new TestClock(now))
                .create(new TokenGrant("faults", List.of(), Operations.permissions(), ACCOUNTS, null), TOKEN);
    }
}
