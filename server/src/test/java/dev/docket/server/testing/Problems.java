package dev.docket.server.testing;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.testing.ContractClient.Answer;

/** Checks that hold for every problem response. */
public final class Problems {

    private Problems() {}

    /** Asserts that the response is this problem, complete, and reveals no internals. */
    public static void assertProblem(Answer answer, ProblemType type, String path) {
        answer.expect(type.status());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("X-Request-Id")).matches("[A-Za-z0-9._-]{1,128}");
        assertThatJson(answer.body()).isObject().containsEntry("type", type.urn());
        assertThatJson(answer.only("type", "title", "status", "instance", "requestId"))
                .isEqualTo("""
                        {"type": "%s", "title": "%s", "status": %d, "instance": "%s", "requestId": "%s"}""".formatted(type.urn(), type.title(), type.status(), path, answer.header("X-Request-Id")));
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        // Without the request id, in which any letters may occur.
        assertThat(answer.body().replace(answer.header("X-Request-Id"), ""))
                .doesNotContainPattern("(?i)exception|stack|\\bat [a-z]+\\.|\\b(java|org|com|dev)\\.[a-z]")
                .doesNotContainPattern("(?i)select |insert |update |relation|jdbc|postgres|grizzly|jersey|hikari");
    }
}
