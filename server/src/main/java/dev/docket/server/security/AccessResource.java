package dev.docket.server.security;

import dev.docket.api.AccessApi;
import dev.docket.api.model.CreatedToken;
import dev.docket.api.model.RoleName;
import dev.docket.api.model.Roles;
import dev.docket.api.model.Token;
import dev.docket.api.model.TokenInput;
import dev.docket.api.model.TokenList;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.UUID;

/** The operations on the caller and on tokens. */
public final class AccessResource implements AccessApi {

    private final Access access;

    @Context
    private SecurityContext security;

    @Context
    private UriInfo uri;

    public AccessResource(Access access) {
        this.access = access;
    }

    @Override
    public Response getMe() {
        return Response.ok(access.describe(caller())).build();
    }

    @Override
    public Response getRoles() {
        return Response.ok(new Roles()
                        .data(Arrays.stream(StandardRole.values())
                                .map(role -> new dev.docket.api.model.Role()
                                        .name(RoleName.fromValue(role.toString()))
                                        .permissions(role.permissions()))
                                .toList()))
                .build();
    }

    @Override
    public Response createToken(String xAccountId, TokenInput tokenInput) {
        Versioned<CreatedToken> created = access.create(xAccountId, tokenInput, caller());
        return created.created(uri, "tokens/{id}", created.body().getId());
    }

    @Override
    public Response listTokens(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        Page<Token> page = access.list(xAccountId, caller(), cursor, pageSize, includeTotal);
        return Response.ok(new TokenList()
                        .data(page.data())
                        .nextCursor(page.nextCursor())
                        .total(page.total()))
                .build();
    }

    @Override
    public Response getToken(String xAccountId, UUID tokenId, String ifNoneMatch) {
        return access.read(xAccountId, tokenId, caller()).read(ifNoneMatch);
    }

    @Override
    public Response revokeToken(String xAccountId, UUID tokenId, String ifMatch) {
        access.revoke(xAccountId, tokenId, ifMatch, caller());
        return Response.noContent().build();
    }

    private Caller caller() {
        return Caller.of(security);
    }
}
