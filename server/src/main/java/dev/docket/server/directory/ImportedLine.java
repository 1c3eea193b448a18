package dev.docket.server.directory;

import dev.docket.api.model.DirectoryEntityType;
import dev.docket.api.model.DirectoryImportLine;
import dev.docket.api.model.DirectoryImportOutcome;
import dev.docket.api.model.DirectoryImportResult;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.body.LineProblems;
import dev.docket.server.http.body.NdjsonReader.Line;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an import.
 *
 * @param number in the body, from 1
 * @param content null if it cannot be read
 * @param type null if it is not clear
 * @param id null if it is none of this type
 * @param kind what can store it; null if {@code violations} say what is wrong with it
 */
record ImportedLine(
        long number,
        @Nullable DirectoryImportLine content,
        @Nullable DirectoryEntityType type,
        @Nullable Object id,
        @Nullable ImportedKind<?, ?> kind,
        List<Violation> violations) {

    static ImportedLine of(Line<DirectoryImportLine> line, List<ImportedKind<?, ?>> kinds) {
        DirectoryImportLine content = line.value();
        if (content == null) {
            return new ImportedLine(line.number(), null, null, null, null, line.violations());
        }
        List<ImportedKind<?, ?>> named =
                kinds.stream().filter(kind -> kind.isIn(content)).toList();
        List<Violation> violations = new ArrayList<>(line.violations());
        if (named.size() > 1 || named.isEmpty() && violations.isEmpty()) {
            violations.add(Violations.inBody(
                    "",
                    ViolationCode.CONTRADICTION,
                    "the line must have exactly one of user, team, merchant, mid, lead and application"));
        }
        ImportedKind<?, ?> kind = named.size() == 1 ? named.get(0) : null;
        Object id = kind == null ? null : kind.id(content);
        if (kind != null && content.getId() != null && id == null) {
            violations.add(Violations.inBody("/id", ViolationCode.INVALID_FORMAT, kind.idRule()));
        }
        return new ImportedLine(
                line.number(),
                content,
                kind == null ? null : kind.type(),
                id,
                violations.isEmpty() ? kind : null,
                List.copyOf(violations));
    }

    DirectoryImportResult refused() {
        return refused(ProblemException.invalid(violations));
    }

    DirectoryImportResult refused(ProblemException refusal) {
        return result(DirectoryImportOutcome.REFUSED).problem(LineProblems.of(refusal));
    }

    DirectoryImportResult result(DirectoryImportOutcome outcome) {
        return new DirectoryImportResult().line(number).type(type).id(id).outcome(outcome);
    }
}
