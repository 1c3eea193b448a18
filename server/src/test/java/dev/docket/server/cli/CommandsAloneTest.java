package dev.docket.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.cli.Terminal.Output;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a data folder that no server runs on: each starts the embedded database for itself and stops it. */
class CommandsAloneTest {

    @TempDir
    private Path folder;

    @Test
    void setUpAnAccountAndATokenBeforeAServerFirstRuns() {
        Terminal terminal =
                Terminal.plain().with("DOCKET_DATA_DIR", folder.resolve("data").toString());

        assertThat(terminal.run("account", "create", "5812", "--name", "Bay Terminals"))
                .isEqualTo(new Output(0, List.of(), List.of()));
        Output created = terminal.run("token", "create", "--name", "crm", "--account", "5812");
        assertThat(created.out()).singleElement().asString().matches("dkt_[A-Za-z0-9_-]{43}");

        Output list = terminal.run("token", "list");
        assertThat(list.out())
                .singleElement()
                .asString()
                .contains("  crm  accounts=5812 permissions=", "tickets:create")
                .doesNotContain("accounts:manage")
                .doesNotContain(created.out().get(0).substring(4));
        assertThat(terminal.run("token", "revoke", list.out().get(0).split(" ")[0])
                        .exitCode())
                .isZero();
        assertThat(terminal.run("token", "list").out())
                .singleElement()
                .asString()
                .contains(" REVOKED ");
        assertThat(folder.resolve("data/postgres/postmaster.pid"))
                .as("PostgreSQL runs")
                .doesNotExist();
    }
}
