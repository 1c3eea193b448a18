package dev.docket.server.directory;

import dev.docket.api.model.User;
import dev.docket.api.model.UserInput;
import dev.docket.api.model.Violation;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.directory.UserRow;
import dev.docket.persistence.rotations.RotationDao;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

final class UserKind implements Kind<String, UserInput, UserRow, User> {

    /** The contract's {@code UserId}, which is not generated for an id that is a number in other kinds. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._@:+-]{1,255}");

    private final UserChanges userChanges;

    UserKind(UserChanges userChanges) {
        this.userChanges = userChanges;
    }

    @Override
    public String name() {
        return "user";
    }

    @Override
    public String ticketField() {
        return "assignedTo";
    }

    @Override
    public UserDao dao(Transaction transaction) {
        return transaction.dao(UserDao.class);
    }

    @Override
    public String id(UserRow row) {
        return row.id();
    }

    @Override
    public UserRow toRow(String id, UserInput input, long revision) {
        return DirectoryMapper.INSTANCE.toRow(input, id, revision);
    }

    @Override
    public User show(UserRow row) {
        return DirectoryMapper.INSTANCE.toUser(row);
    }

    @Override
    public String first() {
        return "";
    }

    @Override
    public String parse(String id) {
        return id;
    }

    @Override
    public @Nullable String fromJson(@Nullable Object id) {
        return id instanceof String text && ID.matcher(text).matches() ? text : null;
    }

    @Override
    public String idRule() {
        return "must be a text of 1 to 255 of A-Z a-z 0-9 . _ @ : + -";
    }

    @Override
    public String unique(UserRow row) {
        return "e-mail address '" + row.email() + "'";
    }

    @Override
    public List<Violation> check(Transaction transaction, String account, UserInput input) {
        List<Violation> violations = new ArrayList<>(Emails.check("/email", input.getEmail()));
        violations.addAll(OutOfOfficeWindows.check(input.getOutOfOffice()));
        return violations;
    }

    @Override
    public void requireUnused(Transaction transaction, String account, UserRow row) {
        List<String> rotations = transaction.dao(RotationDao.class).rotationsOf(account, List.of(row.id()));
        if (!rotations.isEmpty()) {
            throw Entities.conflict("user %s is a member of %s; take it out of there first"
                    .formatted(
                            row.id(),
                            rotations.size() == 1
                                    ? "the rotation " + rotations.get(0)
                                    : rotations.size() + " rotations, " + rotations.get(0) + " for one"));
        }
    }

    @Override
    public void changed(Transaction transaction, String account, Collection<String> ids) {
        userChanges.accept(transaction, account, ids);
    }
}
