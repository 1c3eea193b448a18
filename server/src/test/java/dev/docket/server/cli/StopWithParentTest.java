package dev.docket.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.testing.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mvn -Prun} starts a server in the foreground, and may be killed. */
class StopWithParentTest {

    @TempDir
    private Path data;

    /** The server beside it, which is started without the option, shows what happens otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void endsTheServerAndItsPostgres(String signal) throws IOException {
        Programs.require("bash");
        Path ends = data.resolve("ends");
        Path stays = data.resolve("stays");
        Process parent = new ProcessBuilder(
                        "bash",
                        "-c",
                        "\"$@\" --data-dir='%s' --stop-with-parent & \"$@\" --data-dir='%s' & wait"
                                .formatted(ends, stays),
                        "parent",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Docket.class.getName(),
                        "serve",
                        "--port=0",
                        "--management-port=0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<ProcessHandle> servers = List.of();
        try {
            BufferedReader output = parent.inputReader(StandardCharsets.UTF_8);
            assertThat(output.readLine()).startsWith("Docket listens on ");
            assertThat(output.readLine()).startsWith("Docket listens on ");
            servers = parent.children().toList();
            assertThat(servers).hasSize(2);
            assertThat(ends.resolve("postgres/postmaster.pid")).exists();
            ProcessHandle ending = serverOn(servers, ends);
            ProcessHandle staying = serverOn(servers, stays);

            Wait.result(new ProcessBuilder("kill", "-" + signal, Long.toString(parent.pid()))
                    .start()
                    .onExit());

            Wait.result(ending.onExit());
            assertThat(ends.resolve("postgres/postmaster.pid")).doesNotExist();
            assertThat(staying.isAlive()).isTrue();
            assertThat(stays.resolve("postgres/postmaster.pid")).exists();
            staying.destroy();
            Wait.result(staying.onExit());
        } finally {
            parent.destroyForcibly();
            servers.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static ProcessHandle serverOn(List<ProcessHandle> servers, Path folder) {
        return servers.stream()
                .filter(server ->
                        List.of(server.info().arguments().orElseThrow()).contains("--data-dir=" + folder))
                .findFirst()
                .orElseThrow();
    }
}
