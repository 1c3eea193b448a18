package dev.docket.server.security;

import dev.docket.api.AccessApi;
import dev.docket.api.model.CreatedToken;
import dev.docket.api.model.RoleName;
import dev.docket.api.model.Roles;
import dev.docket.api.model.TokenInput;
import dev.docket.server.http.rest.Versioned;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.UUID;

/** The operations on the caller and on tokens, as HTTP has them. */
final class AccessResource extends ContractResource implements AccessApi {

    private final Access access;

    AccessResource(Access access) {
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
        return created.created("tokens/{id}", created.body().getId());
    }

    @Override
    public Response listTokens(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        return access.list(xAccountId, caller(), cursor, pageSize, includeTotal).ok();
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
}
