package dev.docket.server.cli;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Manages accounts directly in the database. Works while a server runs. */
@Command(name = "account", description = "Create accounts.", mixinStandardHelpOptions = true)
final class AccountCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command: account create");
    }

    @Command(name = "create", description = "Create an account.", mixinStandardHelpOptions = true)
    int create(
            @Mixin DatabaseOptions options,
            @Parameters(paramLabel = "ID", description = "Its id in the CRM: 1 to 64 characters of A-Z a-z 0-9 _ -")
                    String id,
            @Option(names = "--name", required = true, description = "Its name.") String name,
            @Option(
                            names = "--ticket-prefix",
                            defaultValue = "TKT",
                            description = "Prefix of its ticket numbers. Default: ${DEFAULT-VALUE}.")
                    String ticketPrefix) {
        requireMatch(id, "[A-Za-z0-9_-]{1,64}", "an id must be 1 to 64 characters of A-Z a-z 0-9 _ -");
        requireMatch(ticketPrefix, "[A-Z][A-Z0-9]{0,9}", "a prefix must be a letter A-Z and at most 9 of A-Z 0-9");
        AccountRow account =
                new AccountRow(id, name, ticketPrefix, Clock.systemUTC().instant());
        try (OpenDatabase open = OpenDatabase.besideServer(options)) {
            int added = open.database()
                    .write(id, transaction -> transaction.dao(AccountDao.class).insert(account));
            if (added == 0) {
                throw new IllegalArgumentException("the account '" + id + "' exists already");
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static void requireMatch(String value, String pattern, String rule) {
        if (!value.matches(pattern)) {
            throw new WrongValueException(rule);
        }
    }
}
