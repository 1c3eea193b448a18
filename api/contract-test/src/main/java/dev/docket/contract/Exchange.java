package dev.docket.contract;

import java.util.List;
import java.util.Map;

/** An HTTP request, and the final response to it. */
public record Exchange(Request request, Response response) {

    /**
     * @param method in upper case
     * @param target the path and the query, encoded as they are sent
     * @param body empty: none
     */
    public record Request(String method, String target, Map<String, List<String>> headers, String body) {

        String path() {
            return Exchange.path(target);
        }

        String query() {
            return target.substring(Math.min(path().length() + 1, target.length()));
        }
    }

    /** @param body empty: none */
    public record Response(int status, Map<String, List<String>> headers, String body) {}

    static String path(String target) {
        return target.split("\\?", 2)[0];
    }
}
