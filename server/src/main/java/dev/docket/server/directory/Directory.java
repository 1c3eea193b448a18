package dev.docket.server.directory;

import dev.docket.api.model.Application;
import dev.docket.api.model.ApplicationInput;
import dev.docket.api.model.Lead;
import dev.docket.api.model.LeadInput;
import dev.docket.api.model.Merchant;
import dev.docket.api.model.MerchantInput;
import dev.docket.api.model.Mid;
import dev.docket.api.model.MidInput;
import dev.docket.api.model.Team;
import dev.docket.api.model.TeamInput;
import dev.docket.api.model.User;
import dev.docket.api.model.UserInput;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.directory.ApplicationRow;
import dev.docket.persistence.directory.LeadRow;
import dev.docket.persistence.directory.MerchantRow;
import dev.docket.persistence.directory.MidRow;
import dev.docket.persistence.directory.TeamRow;
import dev.docket.persistence.directory.UserRow;
import java.time.Clock;

/** All entities that the CRM knows. Thread-safe. */
public final class Directory {

    private final Database database;
    private final Clock clock;
    private final UserChanges userChanges;

    public Directory(Database database, Clock clock, UserChanges userChanges) {
        this.database = database;
        this.clock = clock;
        this.userChanges = userChanges;
    }

    public Entities<String, UserInput, UserRow, User> users() {
        return new Entities<>(new UserKind(userChanges), database, clock);
    }

    public Entities<Long, TeamInput, TeamRow, Team> teams() {
        return new Entities<>(new TeamKind(), database, clock);
    }

    public Entities<Long, MerchantInput, MerchantRow, Merchant> merchants() {
        return new Entities<>(new MerchantKind(), database, clock);
    }

    public Entities<Long, MidInput, MidRow, Mid> mids() {
        return new Entities<>(new MidKind(), database, clock);
    }

    public Entities<Long, LeadInput, LeadRow, Lead> leads() {
        return new Entities<>(new LeadKind(), database, clock);
    }

    public Entities<Long, ApplicationInput, ApplicationRow, Application> applications() {
        return new Entities<>(new ApplicationKind(), database, clock);
    }
}
