package dev.docket.server.configurations;

import dev.docket.persistence.events.ActorRow;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.security.Caller;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The author of a rule that changes tickets by itself. The rule acts with what its author may. The last caller that
 * writes it is its author.
 *
 * @param authorPermissions those of the author when the rule was written; a later change of its token has no effect
 * @param createdBy the author of a new rule; of an existing one, its creator stays
 */
public record RuleAuthor(List<String> authorPermissions, ActorRow createdBy, ActorRow updatedBy) {

    public static RuleAuthor of(Caller caller) {
        ActorRow author =
                new ActorRow(caller.actsAs().toString(), caller.tokenId().toString(), caller.name());
        return new RuleAuthor(List.copyOf(new TreeSet<>(caller.permissions())), author, author);
    }

    /** @throws ProblemException 403 if the author could not do by itself what the rule is to do */
    public void require(Collection<String> permissions) {
        List<String> missing = permissions.stream()
                .filter(permission -> !authorPermissions.contains(permission))
                .toList();
        if (!missing.isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "a rule does only what its author may do; this rule also needs " + String.join(", ", missing));
        }
    }
}
