package dev.docket.server.directory;

import dev.docket.api.model.Team;
import dev.docket.api.model.TeamInput;
import dev.docket.api.model.Violation;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.TeamDao;
import dev.docket.persistence.directory.TeamRow;
import dev.docket.persistence.directory.UserDao;
import dev.docket.server.http.problem.Violations;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

final class TeamKind implements NumberedKind<TeamInput, TeamRow, Team> {

    @Override
    public String name() {
        return "team";
    }

    @Override
    public String ticketField() {
        return "assignedTeamId";
    }

    @Override
    public TeamDao dao(Transaction transaction) {
        return transaction.dao(TeamDao.class);
    }

    @Override
    public Long id(TeamRow row) {
        return row.id();
    }

    @Override
    public TeamRow toRow(Long id, TeamInput input, long revision) {
        return DirectoryMapper.INSTANCE.toRow(input, id, revision);
    }

    @Override
    public Team show(TeamRow row) {
        return DirectoryMapper.INSTANCE.toTeam(row);
    }

    @Override
    public String unique(TeamRow row) {
        throw new IllegalStateException("nothing of a team is unique but its id");
    }

    @Override
    public List<Violation> check(Transaction transaction, String account, TeamInput input) {
        List<String> members = input.getMemberIds();
        Set<String> known = transaction.dao(UserDao.class).existing(account, members);
        return IntStream.range(0, members.size())
                .filter(at -> !known.contains(members.get(at)))
                .mapToObj(at -> Violations.unknown("/memberIds/" + at, "user", members.get(at)))
                .toList();
    }
}
