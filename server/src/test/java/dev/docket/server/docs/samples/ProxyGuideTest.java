package dev.docket.server.docs.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.docs.samples.CodeBlocks.Block;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import dev.docket.server.testing.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The configurations that the guide shows, run by nginx and, if it is installed, HAProxy, with other addresses and
 * paths.
 */
class ProxyGuideTest {

    private static final Path GUIDE = Folders.module().resolve("docs/guides/4-migrating-and-running/2-proxies.md");

    private static final String LINE = """
            {"externalId": "%s", "ticket": {"subject": "Old", "description": "Old.", "category": "technical", \
            "source": "email", "requesterId": "1001", "requesterType": "merchant"}}
            """;

    private static RunningServer server;
    private static Reader reader;
    private static final Map<String, Integer> PORTS = new LinkedHashMap<>();
    private static final List<Process> PROXIES = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        Path program = Programs.require(List.of("nginx", "/usr/sbin/nginx"));
        Programs.require("openssl");
        server = RunningServer.start();
        reader = new Reader(server, "proxy");
        reader.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "docket.key",
                "-out",
                "docket.pem",
                "-days",
                "2",
                "-subj",
                "/CN=docket.example.com");
        Files.writeString(
                reader.folder.resolve("docket-with-key.pem"),
                CodeBlocks.read(reader.folder.resolve("docket.pem"))
                        + CodeBlocks.read(reader.folder.resolve("docket.key")));
        run("nginx", program, "-p", reader.folder.toString(), "-c", "nginx.conf", "-e", "error.log");
        Path haproxy = Path.of("/usr/sbin/haproxy");
        if (Files.isExecutable(haproxy)) {
            run(
                    "haproxy",
                    haproxy,
                    "-db",
                    "-f",
                    reader.folder.resolve("haproxy.conf").toString());
        }
    }

    private static void run(String name, Path program, String... arguments) throws IOException {
        int port = freePort();
        Files.writeString(reader.folder.resolve(name + ".conf"), configuration(name, port));
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path log = reader.folder.resolve(name + ".log");
        Process proxy = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PROXIES.add(proxy);
        PORTS.put(name, port);
        Wait.until(() -> !proxy.isAlive() || isOpen(port));
        assertThat(proxy.isAlive()).as(() -> CodeBlocks.read(log)).isTrue();
    }

    private static String configuration(String proxy, int port) {
        String guide = CodeBlocks.of(GUIDE).stream()
                .filter(block -> block.language().equals(proxy))
                .map(Block::code)
                .findFirst()
                .orElseThrow()
                .replace("listen 443 ssl", "listen 127.0.0.1:" + port + " ssl")
                .replace("bind :443", "bind 127.0.0.1:" + port)
                .replace("/etc/ssl", reader.folder.toString())
                .replace("127.0.0.1:8080", server.uri().getAuthority());
        return proxy.equals("nginx") ? aroundServer(guide) : guide;
    }

    private static String aroundServer(String guide) {
        return """
                daemon off;
                pid nginx.pid;
                events {}
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  scgi_temp_path scgi;
                  uwsgi_temp_path uwsgi;
                %s}
                """.formatted(guide);
    }

    @AfterAll
    static void stop() {
        for (Process proxy : PROXIES) {
            proxy.destroy();
            Wait.result(proxy.onExit());
        }
        if (server != null) {
            server.close();
        }
    }

    static Set<String> proxies() {
        return PORTS.keySet();
    }

    @ParameterizedTest
    @MethodSource("proxies")
    void passesRequestsAndTheirRelativeLocation(String proxy) throws IOException, GeneralSecurityException {
        String body = """
                {"subject": "Old", "description": "Old.", "category": "technical", "source": "email",
                 "requesterId": "1001", "requesterType": "merchant"}""";
        try (Socket socket = connect(proxy)) {
            send(
                    socket,
                    "POST /tickets HTTP/1.1\r\n" + headers("application/json") + "Connection: close\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body);

            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response)
                    .startsWith("HTTP/1.1 201 ")
                    .containsPattern("(?i)\r\nLocation: /tickets/[0-9a-f-]{36}\r\n");
        }
    }

    @ParameterizedTest
    @MethodSource("proxies")
    void passesTheResultOfALineBeforeTheNextLineIsSent(String proxy) throws IOException, GeneralSecurityException {
        try (Socket socket = connect(proxy)) {
            BufferedReader results =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            send(
                    socket,
                    "POST /tickets/import HTTP/1.1\r\n" + headers("application/x-ndjson")
                            + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (String key : List.of(proxy + "-one", proxy + "-two")) {
                String line = LINE.formatted(key);
                send(socket, Integer.toHexString(line.length()) + "\r\n" + line + "\r\n");

                assertThat(readUntil(results, key)).contains("\"outcome\":\"created\"");
            }
            send(socket, "0\r\n\r\n");
            assertThat(readUntil(results, "\"lines\"")).contains("\"created\":2");
        }
    }

    private static String readUntil(BufferedReader lines, String part) throws IOException {
        String line = "";
        while (!line.contains(part)) {
            line = lines.readLine();
            assertThat(line).as("a line with " + part).isNotNull();
        }
        return line;
    }

    private static String headers(String type) {
        return "Host: docket.example.com\r\nAuthorization: Bearer %s\r\nx-account-id: %s\r\nContent-Type: %s\r\n"
                .formatted(reader.token, reader.account, type);
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Socket connect(String proxy) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream certificate = Files.newInputStream(reader.folder.resolve("docket.pem"))) {
            trusted.setCertificateEntry(
                    "docket", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        Socket socket = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), PORTS.get(proxy));
        socket.setSoTimeout((int) Wait.PATIENCE.toMillis());
        return socket;
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException closed) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
