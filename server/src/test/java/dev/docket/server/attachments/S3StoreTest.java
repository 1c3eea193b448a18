package dev.docket.server.attachments;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.RawClient;
import dev.docket.server.transport.TransportLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attachments whose content is in a bucket of S3. */
class S3StoreTest {

    private static final int PART = 5 * 1024 * 1024;

    @TempDir
    private static Path folder;

    private static S3Server s3;
    private static RunningServer database;
    private static RunningServer server;
    private static ContractClient client;

    private String path;

    @BeforeAll
    static void start() throws IOException {
        s3 = S3Server.start(folder);
        database = RunningServer.start();
        server = database.beside(TransportLimits.defaults(), settings(s3.settings()));
        client = server.client();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            database.close();
        }
        if (s3 != null) {
            s3.close();
        }
    }

    private static AttachmentSettings settings(S3Settings s3) {
        return new AttachmentSettings(2L * PART + 1, Set.of(), Set.of(), s3);
    }

    @BeforeEach
    void createTicket() {
        path = "/tickets/"
                + client.post("/tickets", ticket())
                        .expect(201)
                        .json()
                        .get("uniqueId")
                        .asText() + "/attachments";
    }

    @Test
    void isWatched() {
        S3Settings right = s3.settings();
        S3Settings away =
                new S3Settings(URI.create("http://127.0.0.1:1"), right.region(), right.bucket(), "key", "secret", true);
        S3Settings wrong = new S3Settings(right.endpoint(), right.region(), "no-such-bucket", "key", "secret", true);

        assertThat(new S3Store(right).problem()).isEmpty();
        assertThat(new S3Store(away).problem()).hasValue("the bucket for attachments does not respond");
        assertThat(new S3Store(wrong).problem()).hasValue("the bucket for attachments denies this server access");
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        for (int at = 0; at < size; at++) {
            content[at] = (byte) ('a' + at % 23);
        }
        return content;
    }

    private String attach(byte[] content) {
        return path + "/"
                + client.post(
                                path,
                                FormData.TYPE,
                                new FormData().file("a", "text/plain", content).bytes())
                        .expect(201)
                        .json()
                        .get("id")
                        .asText();
    }

    private static String key(String attachment) {
        return DemoData.ACCOUNT + "/" + attachment.substring(attachment.lastIndexOf('/') + 1);
    }

    private static void sweep() {
        new AttachmentSweep(
                        server.database, new AttachmentStores(server.database, settings(s3.settings())), server.clock)
                .run();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 1})
    void keepsEveryByteInTheBucketAndNoneInTheDatabase(int size) {
        byte[] content = content(size);

        String attachment = attach(content);

        assertThat(client.get(attachment + "/content").expect(200).body())
                .isEqualTo(new String(content, StandardCharsets.US_ASCII));
        assertThat(s3.list()).contains(key(attachment));
        assertThat(s3.listUploads()).doesNotContain(key(attachment));
        assertThat(server.testDatabase.queryAsSuperuser("SELECT * FROM docket.attachment_chunks"))
                .isEmpty();
    }

    @Test
    void readsParts() {
        byte[] content = content(PART + 1_000);
        String attachment = attach(content);

        Answer part = client.with("Range", "bytes=" + (PART - 10) + "-")
                .get(attachment + "/content")
                .expect(206);

        assertThat(part.body()).isEqualTo(new String(content, PART - 10, 1_010, StandardCharsets.US_ASCII));
    }

    @Test
    void takesTheContentOfTheDeletedAway() {
        String kept = attach(content(100));
        String deleted = attach(content(100));
        client.delete(deleted).expect(204);
        assertThat(s3.list()).contains(key(deleted));

        sweep();

        assertThat(s3.list()).contains(key(kept)).doesNotContain(key(deleted));
        client.get(kept + "/content").expect(200);
    }

    @Test
    void storesNothingOfAFileThatIsTooLarge() {
        assertProblem(
                client.post(
                        path,
                        FormData.TYPE,
                        new FormData()
                                .file("a", "text/plain", content(2 * PART + 2))
                                .bytes()),
                ProblemType.CONTENT_TOO_LARGE,
                path);

        assertThat(s3.listUploads()).doesNotContain("<UploadId>");
        assertThat(server.testDatabase.queryAsSuperuser("SELECT * FROM docket.attachments WHERE state <> 'attached'"))
                .isEmpty();
    }

    @Test
    void storesNothingOfAnIncompleteFile() throws IOException {
        String token = server.tokens
                .create("slow", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
        try (RawClient gone = new RawClient(server.uri().getPort())) {
            gone.send(
                    "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nx-account-id: %s\r\nContent-Type: %s\r\nContent-Length: 9000000\r\n\r\n"
                            .formatted(path, token, DemoData.ACCOUNT, FormData.TYPE));
            gone.send("------docket\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                    + "x".repeat(7_000_000));
            Wait.until(() -> s3.listUploads().contains("<UploadId>"));
        }

        Wait.until(() -> !s3.listUploads().contains("<UploadId>"));
        Wait.until(() -> server.testDatabase
                .queryAsSuperuser("SELECT * FROM docket.attachments WHERE state <> 'attached'")
                .isEmpty());
    }

    @Test
    void readsFilesInTheDatabaseFromThere() {
        ContractClient before = database.client();
        String there = path + "/"
                + before.post(
                                path,
                                FormData.TYPE,
                                new FormData()
                                        .file("a", "text/plain", content(100))
                                        .bytes())
                        .expect(201)
                        .json()
                        .get("id")
                        .asText();
        String here = attach(content(200));

        assertThat(client.get(there + "/content").expect(200).body()).hasSize(100);
        assertThat(client.get(here + "/content").expect(200).body()).hasSize(200);
        // A node without these settings cannot read the file; a node with them can read it again.
        assertProblem(before.get(here + "/content"), ProblemType.SERVICE_UNAVAILABLE, here + "/content");
        client.delete(there).expect(204);
        sweep();
    }

    @Test
    void saysThatTheServiceIsAway() {
        S3Settings unreachable =
                new S3Settings(URI.create("http://127.0.0.1:1"), "us-east-1", "b", "key", "secret", true);
        String stored = attach(content(100));
        try (RunningServer lost = server.beside(TransportLimits.defaults(), settings(unreachable))) {
            ContractClient there = lost.client();

            assertProblem(
                    there.post(
                            path,
                            FormData.TYPE,
                            new FormData().file("a", "text/plain", content(100)).bytes()),
                    ProblemType.SERVICE_UNAVAILABLE,
                    path);
            assertProblem(there.get(stored + "/content"), ProblemType.SERVICE_UNAVAILABLE, stored + "/content");
            there.get(stored).expect(200);
        }
        assertThat(client.get(path).json().get("data")).hasSize(1);
    }
}
