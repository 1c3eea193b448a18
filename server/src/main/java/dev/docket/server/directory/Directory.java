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
import dev.docket.persistence.directory.EntityRow;
import dev.docket.persistence.directory.LeadRow;
import dev.docket.persistence.directory.MerchantRow;
import dev.docket.persistence.directory.MidRow;
import dev.docket.persistence.directory.TeamRow;
import dev.docket.persistence.directory.UserRow;
import dev.docket.server.directory.EntityStore.Changes;
import dev.docket.server.quotas.Quotas;
import java.time.Clock;
import java.util.List;

/** The entities of the CRM, by type. Thread-safe. */
public final class Directory {

    private final Database database;
    private final Quotas quotas;
    private final Clock clock;
    private final Changes<String> userChanges;

    /** @param userChanges follows changes of users; the turns of rotations depend on them */
    public Directory(Database database, Quotas quotas, Clock clock, Changes<String> userChanges) {
        this.database = database;
        this.quotas = quotas;
        this.clock = clock;
        this.userChanges = userChanges;
    }

    public EntityStore<String, UserInput, UserRow, User> users() {
        return new EntityStore<>(EntityTypes.USERS, database, quotas, clock, userChanges);
    }

    public EntityStore<Long, TeamInput, TeamRow, Team> teams() {
        return store(EntityTypes.TEAMS);
    }

    public EntityStore<Long, MerchantInput, MerchantRow, Merchant> merchants() {
        return store(EntityTypes.MERCHANTS);
    }

    public EntityStore<Long, MidInput, MidRow, Mid> mids() {
        return store(EntityTypes.MIDS);
    }

    public EntityStore<Long, LeadInput, LeadRow, Lead> leads() {
        return store(EntityTypes.LEADS);
    }

    public EntityStore<Long, ApplicationInput, ApplicationRow, Application> applications() {
        return store(EntityTypes.APPLICATIONS);
    }

    List<EntityStore<?, ?, ?, ?>> all() {
        return List.of(users(), teams(), merchants(), mids(), leads(), applications());
    }

    private <K, I, R extends EntityRow, T> EntityStore<K, I, R, T> store(EntityType<K, I, R, T> type) {
        return new EntityStore<>(type, database, quotas, clock, (transaction, account, ids) -> {});
    }
}
