package dev.docket.server.directory;

import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.text.EmailAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class Emails {

    private Emails() {}

    /** Whether {@code text} is an e-mail address or none is given. */
    static List<Violation> check(String pointer, @Nullable String text) {
        return text == null || EmailAddress.isOne(text)
                ? List.of()
                : List.of(Violations.inBody(pointer, ViolationCode.INVALID_FORMAT, "must be an e-mail address"));
    }
}
