package dev.docket.server.mutations;

import java.nio.file.Path;
import java.util.Comparator;

/** A statement after all migrations. */
record SchemaChange(String table, String sql) implements Mutation.Change {

    private static final Comparator<Path> BY_VERSION = Comparator.comparing(file -> Integer.valueOf(
            file.getFileName().toString().replaceAll("\\D+", " ").strip().split(" ")[0]));

    @Override
    public void make(Checkout checkout) {
        checkout.edit(checkout.migrations().max(BY_VERSION).orElseThrow(), text -> text + "\n" + sql + ";\n");
    }

    @Override
    public String place() {
        return "table `" + table + "`";
    }
}
