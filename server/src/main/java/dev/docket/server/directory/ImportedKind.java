package dev.docket.server.directory;

import dev.docket.api.model.DirectoryEntityType;
import dev.docket.api.model.DirectoryImportLine;
import dev.docket.api.model.DirectoryImportOutcome;
import dev.docket.api.model.DirectoryImportResult;
import dev.docket.server.directory.Entities.Item;
import dev.docket.server.directory.Entities.Put;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A kind of entities, as lines of an import have it.
 *
 * @param input what a line says of it; null: nothing
 */
record ImportedKind<K, I>(
        DirectoryEntityType type, Function<DirectoryImportLine, @Nullable I> input, Entities<K, I, ?, ?> entities) {

    boolean isIn(DirectoryImportLine line) {
        return input.apply(line) != null;
    }

    /** Null if the line has none, or none of this kind. */
    @Nullable
    K id(DirectoryImportLine line) {
        return entities.idOf(line.getId());
    }

    /** What {@link #id} must be, in words. */
    String idRule() {
        return entities.idRule();
    }

    /** @param lines of this kind, without violations */
    List<DirectoryImportResult> put(String account, List<ImportedLine> lines) {
        List<? extends Put<?>> puts =
                entities.putAll(account, lines.stream().map(this::item).toList());
        return IntStream.range(0, lines.size())
                .mapToObj(at -> result(lines.get(at), puts.get(at)))
                .toList();
    }

    private Item<K, I> item(ImportedLine line) {
        DirectoryImportLine content = line.content();
        return new Item<>(id(content), input.apply(content));
    }

    private DirectoryImportResult result(ImportedLine line, Put<?> put) {
        return switch (put.outcome()) {
            case CREATED -> line.result(DirectoryImportOutcome.CREATED);
            case UPDATED -> line.result(DirectoryImportOutcome.UPDATED);
            case UNCHANGED -> line.result(DirectoryImportOutcome.UNCHANGED);
            case REFUSED -> line.refused(put.refusal().within("/" + type));
        };
    }
}
