package dev.docket.server.directory;

import dev.docket.api.TeamsApi;
import dev.docket.api.model.Team;
import dev.docket.api.model.TeamInput;
import dev.docket.persistence.directory.TeamRow;
import jakarta.ws.rs.core.Response;

/** The operations on teams, as HTTP has them. */
final class TeamsResource extends EntityResource<Long, TeamInput, Team> implements TeamsApi {

    TeamsResource(EntityStore<Long, TeamInput, TeamRow, Team> teams) {
        super(teams);
    }

    @Override
    public Response listTeams(String xAccountId, String search, Integer pageSize, String cursor, Boolean includeTotal) {
        return list(xAccountId, search, pageSize, cursor, includeTotal);
    }

    @Override
    public Response getTeam(String xAccountId, Long teamId, String ifNoneMatch) {
        return read(xAccountId, teamId, ifNoneMatch);
    }

    @Override
    public Response putTeam(String xAccountId, Long teamId, String ifMatch, TeamInput teamInput) {
        return put(xAccountId, teamId, ifMatch, teamInput);
    }

    @Override
    public Response deleteTeam(String xAccountId, Long teamId, Boolean detach, String ifMatch) {
        return delete(xAccountId, teamId, detach, ifMatch);
    }
}
