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

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void endsTheServerAndItsPostgres(String signal) throws IOException {
        Programs.require("bash");
        Process parent = new ProcessBuilder(
                        "bash",
                        "-c",
                        "\"$@\" & wait",
                        "parent",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Docket.class.getName(),
                        "serve",
                        "--port=0",
                        "--management-port=0",
                        "--data-dir=" + data,
                        "--stop-with-parent")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<ProcessHandle> servers = List.of();
        try {
            BufferedReader output = parent.inputReader(StandardCharsets.UTF_8);
            assertThat(output.readLine()).startsWith("Docket listens on ");
            servers = parent.children().toList();
            assertThat(servers).hasSize(1);
            assertThat(data.resolve("postgres/postmaster.pid")).exists();

            Wait.result(new ProcessBuilder("kill", "-" + signal, Long.toString(parent.pid()))
                    .start()
                    .onExit());

            Wait.result(servers.get(0).onExit());
            assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        } finally {
            parent.destroyForcibly();
            servers.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
