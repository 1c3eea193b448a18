package dev.docket.persistence.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.Test;

class IdempotencyKeyDaoTest {

    private static final UUID CALLER = UUID.fromString("019a3f0e-5a74-7c3e-9a70-0d7a4c0f3b11");

    interface Probe {

        /** Only the commit of a transaction that has written waits for a synchronous standby. */
        @SqlQuery("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        boolean hasWritten();
    }

    @Test
    void aStoredResponseIsConfirmedByTheStandbyBeforeItIsReturnedAgain() {
        TestDatabase migrated = TestDatabase.create();
        migrated.executeAsSuperuser("""
                INSERT INTO docket.accounts (account_id, name, created_at, updated_at) VALUES ('a', 'A', now(), now());
                INSERT INTO docket.idempotency_keys (account_id, caller_id, key_hash, fingerprint, answer, created_at)
                VALUES ('a', '%s', sha256('known'), sha256('request'), 'response', now())
                """.formatted(CALLER));
        try (Database database = migrated.open()) {
            assertThat(hasWrittenAfterFinding(database, "known")).isTrue();
            assertThat(hasWrittenAfterFinding(database, "unknown")).isFalse();
        }
    }

    private static boolean hasWrittenAfterFinding(Database database, String key) {
        return database.write("a", transaction -> {
            boolean isKnown = transaction
                    .dao(IdempotencyKeyDao.class)
                    .find("a", CALLER, sha256(key))
                    .isPresent();
            assertThat(isKnown).isEqualTo(key.equals("known"));
            return transaction.dao(Probe.class).hasWritten();
        });
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
