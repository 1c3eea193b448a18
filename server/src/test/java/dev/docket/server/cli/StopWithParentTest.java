package dev.docket.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.testing.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvn -Prun} starts a server in the foreground, and may be killed. */
class StopWithParentTest {

    @TempDir
    private Path data;

    /** The other server, which is started without the option, shows what happens otherwise. */
    @Test
    void endsTheServerAndItsPostgresIfTheParentIsKilled() throws IOException {
        try (Parent parent = new Parent("--stop-with-parent", "")) {
            parent.awaitServers();
            parent.signal("KILL");

            Wait.result(parent.server(0).onExit());
            assertThat(parent.postmaster(0)).doesNotExist();
            assertThat(parent.server(1).isAlive()).isTrue();
            assertThat(parent.postmaster(1)).exists();
        }
    }

    @Test
    void endsTheServerAndItsPostgresIfTheParentIsAskedToStop() throws IOException {
        try (Parent parent = new Parent("--stop-with-parent")) {
            parent.awaitServers();
            parent.signal("TERM");

            Wait.result(parent.server(0).onExit());
            assertThat(parent.postmaster(0)).doesNotExist();
        }
    }

    /** A shell that starts servers. */
    private final class Parent implements AutoCloseable {

        private final Process shell;
        private final BufferedReader output;
        private final List<ProcessHandle> servers = new ArrayList<>();

        /** @param options of each server */
        Parent(String... options) throws IOException {
            Programs.require("bash");
            StringBuilder script = new StringBuilder();
            for (int number = 0; number < options.length; number++) {
                script.append("\"$@\" --data-dir='%s/%d' %s & echo $!\n".formatted(data, number, options[number]));
            }
            shell = new ProcessBuilder(
                            "bash",
                            "-c",
                            script + "wait",
                            "parent",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
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
            output = shell.inputReader(StandardCharsets.UTF_8);
            for (int number = 0; number < options.length; number++) {
                servers.add(ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow());
            }
        }

        void awaitServers() throws IOException {
            for (int number = 0; number < servers.size(); number++) {
                assertThat(output.readLine()).startsWith("Docket listens on ");
            }
        }

        ProcessHandle server(int number) {
            return servers.get(number);
        }

        /** Exists while the server's PostgreSQL runs. */
        Path postmaster(int number) {
            return data.resolve(number + "/postgres/postmaster.pid");
        }

        void signal(String signal) throws IOException {
            Wait.result(new ProcessBuilder("kill", "-" + signal, Long.toString(shell.pid()))
                    .start()
                    .onExit());
            Wait.result(shell.onExit());
        }

        /** Asks the servers that still run to stop, with their PostgreSQL. */
        @Override
        public void close() {
            shell.destroyForcibly();
            servers.forEach(ProcessHandle::destroy);
            servers.forEach(server -> Wait.result(server.onExit()));
        }
    }
}
