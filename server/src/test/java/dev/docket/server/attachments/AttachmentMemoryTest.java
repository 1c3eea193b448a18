package dev.docket.server.attachments;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.server.cli.Docket;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The program, with little memory, receives and sends files that are larger than its memory. */
class AttachmentMemoryTest {

    private static final int HEAP_MEGABYTES = 64;
    private static final int FILE_MEGABYTES = 160;

    private static final byte[] MEGABYTE = "0123456789abcdef".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
    private static final Pattern LISTENS = Pattern.compile("Docket listens on (http://[0-9.:]+), .*");

    @Test
    void isEnoughForAnyFile() throws Exception {
        try (RunningServer beside = RunningServer.start()) {
            String ticket = beside.client()
                    .post("/tickets", ticket())
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();
            String token = beside.tokens
                    .create("test", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                    .secret();
            Process process = start(beside.testDatabase.settings(5));
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                URI uri = uri(output);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                HttpRequest.Builder request = HttpRequest.newBuilder()
                        .timeout(Duration.ofMinutes(2))
                        .header("Authorization", "Bearer " + token)
                        .header("x-account-id", DemoData.ACCOUNT);

                String path = "/tickets/" + ticket + "/attachments";
                String created = client.send(
                                request.copy()
                                        .uri(uri.resolve(path))
                                        .header("Content-Type", "multipart/form-data; boundary=b")
                                        .POST(form())
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
                String sha256 = sha256(Collections.nCopies(FILE_MEGABYTES, MEGABYTE));
                assertThat(created).contains("\"size\":" + FILE_MEGABYTES * 1024L * 1024, sha256);

                String id = new JsonMapper().readTree(created).get("id").asText();
                InputStream content = client.send(
                                request.copy()
                                        .uri(uri.resolve(path + "/" + id + "/content"))
                                        .build(),
                                BodyHandlers.ofInputStream())
                        .body();
                assertThat(sha256(content)).isEqualTo(sha256);
                assertThat(process.isAlive()).isTrue();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static Process start(DatabaseSettings database) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:MaxDirectMemorySize=" + HEAP_MEGABYTES + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+DisplayVMOutputToStderr",
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Docket.class.getName(),
                        "serve",
                        "--port=0",
                        "--management-port=0",
                        "--attachments-max-mebibytes=" + FILE_MEGABYTES)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("DOCKET_"));
        builder.environment().put("DOCKET_DATABASE_URL", database.url());
        builder.environment().put("DOCKET_DATABASE_USER", database.user());
        builder.environment().put("DOCKET_DATABASE_PASSWORD", database.password());
        return builder.start();
    }

    private static URI uri(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.matches()) {
                return URI.create(listens.group(1));
            }
        }
        throw new AssertionError("the server did not start");
    }

    private static BodyPublisher form() {
        return BodyPublishers.concat(
                BodyPublishers.ofString(
                        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large\"\r\n\r\n"),
                BodyPublishers.ofByteArrays(Collections.nCopies(FILE_MEGABYTES, MEGABYTE)),
                BodyPublishers.ofString("\r\n--b--\r\n"));
    }

    private static String sha256(Iterable<byte[]> pieces) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        pieces.forEach(digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(InputStream stream) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[64 * 1024];
        try (stream) {
            for (int count = stream.read(piece); count >= 0; count = stream.read(piece)) {
                digest.update(piece, 0, count);
            }
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
