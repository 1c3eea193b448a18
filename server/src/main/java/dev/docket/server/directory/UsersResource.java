package dev.docket.server.directory;

import dev.docket.api.UsersApi;
import dev.docket.api.model.User;
import dev.docket.api.model.UserInput;
import dev.docket.persistence.directory.UserRow;
import jakarta.ws.rs.core.Response;

/** The operations on users, as HTTP has them. */
final class UsersResource extends EntityResource<String, UserInput, User> implements UsersApi {

    UsersResource(EntityStore<String, UserInput, UserRow, User> users) {
        super(users);
    }

    @Override
    public Response listUsers(String xAccountId, String search, Integer pageSize, String cursor, Boolean includeTotal) {
        return list(xAccountId, search, pageSize, cursor, includeTotal);
    }

    @Override
    public Response getUser(String xAccountId, String userId, String ifNoneMatch) {
        return read(xAccountId, userId, ifNoneMatch);
    }

    @Override
    public Response putUser(String xAccountId, String userId, String ifMatch, UserInput userInput) {
        return put(xAccountId, userId, ifMatch, userInput);
    }

    @Override
    public Response deleteUser(String xAccountId, String userId, Boolean detach, String ifMatch) {
        return delete(xAccountId, userId, detach, ifMatch);
    }
}
