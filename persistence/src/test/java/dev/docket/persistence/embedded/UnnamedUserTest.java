package dev.docket.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user without a name, as in a container that is run with an arbitrary id. */
class UnnamedUserTest {

    /** A user namespace in which the user has an id that /etc/passwd does not name. */
    private static final List<String> UNNAMED =
            List.of("unshare", "--user", "--map-user=54321", "--map-group=54321", "--");

    @TempDir
    private Path temporary;

    /** Starts the database of a folder, and stops it. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            try (EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), Path.of(arguments[1]))) {
                System.out.println(System.getProperty("user.name") + Sql.ask(database, database.owner(), "SELECT 1"));
            } catch (EmbeddedDatabaseException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void canRunPostgres() throws Exception {
        assumeTrue(canBeUnnamed(), "this system has no user namespaces");
        List<String> command = new ArrayList<>(UNNAMED);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                temporary.resolve("data").toString(),
                TestRuntime.FOLDER.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(process.inputReader(UTF_8).lines()).contains("?1");
        assertThat(process.waitFor()).isZero();
    }

    private static boolean canBeUnnamed() throws InterruptedException {
        List<String> command = new ArrayList<>(UNNAMED);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
