package dev.docket.server.http.rest;

import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ContractValidation;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.text.Sha256;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;

/**
 * Marks each cursor with the list that it belongs to: the account, the path, and the query without what differs between
 * pages. A cursor of another list, or of the same list with other filters, is a violation. The mark is no secret.
 */
@Priority(CursorMarks.BEFORE_THE_BODY_IS_WRITTEN)
public final class CursorMarks implements ContainerRequestFilter, ContainerResponseFilter {

    /** Filters of responses run in descending order of their priorities. */
    static final int BEFORE_THE_BODY_IS_WRITTEN = Priorities.USER + 1;

    private static final String CURSOR = "cursor";
    private static final Set<String> OF_A_PAGE = Set.of(CURSOR, "pageSize", "includeTotal");
    private static final int MARK_BYTES = 6;

    @Override
    public void filter(ContainerRequestContext request) {
        String cursor = request.getUriInfo().getQueryParameters().getFirst(CURSOR);
        if (cursor != null && !cursor.isEmpty() && !cursor.startsWith(mark(request))) {
            ContractValidation.violations(request)
                    .add(Violations.inParameter(CURSOR, ViolationCode.INVALID_FORMAT, Page.NOT_A_CURSOR));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Page.Body page && page.nextCursor() != null) {
            response.setEntity(page.with(mark(request) + page.nextCursor()));
        }
    }

    private static String mark(ContainerRequestContext request) {
        MessageDigest digest = Sha256.digest();
        add(digest, String.valueOf(request.getHeaderString(Operations.ACCOUNT_HEADER)));
        add(digest, request.getUriInfo().getPath());
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        new TreeMap<>(query).forEach((name, values) -> {
            if (!OF_A_PAGE.contains(name)) {
                add(digest, name);
                values.stream().sorted().forEach(value -> add(digest, value));
            }
        });
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), MARK_BYTES)) + Page.AFTER_MARK;
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
