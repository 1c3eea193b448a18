package dev.docket.server.cli;

import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.database.Migrations;
import dev.docket.server.text.Amount;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "migrate",
        description = {
            "Migrate the database to the version of this program.",
            "The server does this itself if its role owns the schema; if it logs in as a plain role, first run this as "
                    + "the owner."
        },
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<DatabaseSettings> named = options.named();
        if (named.isPresent()) {
            say("ran " + Amount.of(Migrations.of(named.get()).migrate(), "migration"));
        } else {
            OpenDatabase.toServe(options).close();
            say("the embedded database is up to date");
        }
        return CommandLine.ExitCode.OK;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
