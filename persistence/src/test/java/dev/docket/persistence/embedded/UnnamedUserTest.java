package dev.docket.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
        assumeTrue(succeeds(UNNAMED), "this system has no user namespaces");

        assertThat(printedBy(UNNAMED)).contains("?1");
    }

    /** As in a container that does not allow it to create user namespaces. */
    @Test
    void isToldWhatToDoWithoutUserNamespaces() throws Exception {
        List<String> confined = new ArrayList<>(UNNAMED);
        confined.add(confined.size() - 1, "--keep-caps");
        confined.addAll(List.of("sh", "-c", "echo 0 >/proc/sys/user/max_user_namespaces && exec \"$@\"", "sh"));
        assumeTrue(succeeds(confined), "this system has no user namespaces whose number can be limited");

        assertThat(printedBy(confined))
                .singleElement()
                .asString()
                .startsWith(
                        "PostgreSQL does not run as a user without a name, and this system has no user namespaces (")
                .endsWith("): run Docket as an ordinary user that /etc/passwd names, or use your own PostgreSQL, with"
                        + " --database-url (DOCKET_DATABASE_URL).");
    }

    private List<String> printedBy(List<String> user) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(as(
                        user,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        temporary.resolve("data").toString(),
                        TestRuntime.FOLDER.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> printed = process.inputReader(UTF_8).lines().toList();
        assertThat(process.waitFor()).isZero();
        return printed;
    }

    private static boolean succeeds(List<String> user) throws InterruptedException {
        try {
            return new ProcessBuilder(as(user, "true")).start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static List<String> as(List<String> user, String... command) {
        return Stream.concat(user.stream(), Stream.of(command)).toList();
    }
}
