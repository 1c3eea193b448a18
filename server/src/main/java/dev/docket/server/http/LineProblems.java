package dev.docket.server.http;

import dev.docket.api.model.LineProblem;

/** Why one of many things in a request was refused. */
public final class LineProblems {

    private LineProblems() {}

    public static LineProblem of(ProblemException refusal) {
        return new LineProblem()
                .type(refusal.type().urn())
                .title(refusal.type().title())
                .status(refusal.type().status())
                .detail(refusal.getMessage())
                .errors(refusal.violations().isEmpty() ? null : refusal.violations());
    }
}
