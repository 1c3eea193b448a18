package dev.docket.server.directory;

import dev.docket.api.model.DirectoryEntityType;
import dev.docket.api.model.DirectoryImportLine;
import dev.docket.api.model.DirectoryImportOutcome;
import dev.docket.api.model.DirectoryImportResult;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.directory.EntityStore.Put;
import dev.docket.server.http.body.LineProblems;
import dev.docket.server.http.body.NdjsonReader.Line;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.http.problem.Violations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an import of entities.
 *
 * @param number in the body, from 1
 * @param content null if the line cannot be read
 * @param type null if the line does not have exactly one entity
 * @param id null if the line has no id of this type
 * @param store stores entities of this type; null if the line has {@code violations}
 */
record ImportedLine(
        long number,
        @Nullable DirectoryImportLine content,
        @Nullable DirectoryEntityType type,
        @Nullable Object id,
        @Nullable EntityStore<?, ?, ?, ?> store,
        List<Violation> violations) {

    static ImportedLine of(Line<DirectoryImportLine> line, List<EntityStore<?, ?, ?, ?>> stores) {
        DirectoryImportLine content = line.value();
        if (content == null) {
            return new ImportedLine(line.number(), null, null, null, null, line.violations());
        }
        List<EntityStore<?, ?, ?, ?>> named =
                stores.stream().filter(store -> store.type().isIn(content)).toList();
        List<Violation> violations = ViolationList.of(line.violations());
        if (named.size() > 1 || named.isEmpty() && violations.isEmpty()) {
            violations.add(Violations.inBody(
                    "",
                    ViolationCode.CONTRADICTION,
                    "the line must have exactly one of user, team, merchant, mid, lead and application"));
        }
        if (named.size() != 1) {
            return new ImportedLine(line.number(), content, null, null, null, violations);
        }
        EntityStore<?, ?, ?, ?> store = named.get(0);
        EntityIds<?> ids = store.type().ids();
        Object id = ids.fromJson().apply(content.getId());
        if (content.getId() != null && id == null) {
            violations.add(Violations.inBody("/id", ViolationCode.INVALID_FORMAT, ids.rule()));
        }
        return new ImportedLine(
                line.number(), content, store.type().type(), id, violations.isEmpty() ? store : null, violations);
    }

    DirectoryImportResult result(Put<?> put) {
        return put.refusal() == null
                ? result(put.outcome())
                : refused(put.refusal().within("/" + type));
    }

    DirectoryImportResult refused() {
        return refused(ProblemException.invalid(violations));
    }

    private DirectoryImportResult refused(ProblemException refusal) {
        return result(DirectoryImportOutcome.REFUSED).problem(LineProblems.of(refusal));
    }

    private DirectoryImportResult result(DirectoryImportOutcome outcome) {
        return new DirectoryImportResult().line(number).type(type).id(id).outcome(outcome);
    }
}
