package dev.docket.server.http.body;

import dev.docket.api.model.LineProblem;
import dev.docket.server.http.problem.ProblemException;

/** Describes why one of many items in a request was rejected. */
public final class LineProblems {

    private LineProblems() {}

    public static LineProblem of(ProblemException refusal) {
        return withoutErrors(refusal).errors(refusal.violations().isEmpty() ? null : refusal.violations());
    }

    /** For an item behind others whose errors are many already. */
    public static LineProblem withoutErrors(ProblemException refusal) {
        return new LineProblem()
                .type(refusal.type().urn())
                .title(refusal.type().title())
                .status(refusal.type().status())
                .detail(refusal.getMessage());
    }
}
