package dev.docket.server.cli;

import dev.docket.server.attachments.AttachmentSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What may be attached to tickets, and where it is kept. */
final class AttachmentOptions {

    private static final int MAX_MEBIBYTES = 1024;

    @Option(
            names = "--attachments-max-mebibytes",
            paramLabel = "N",
            description = "How large a file may be. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + AttachmentSettings.DEFAULT_MAX_MEBIBYTES)
    private int maxMebibytes;

    @Option(
            names = "--attachments-blocked-extensions",
            paramLabel = "LIST",
            description = "Endings of names that are refused, with commas between them. Default: ${DEFAULT-VALUE}.",
            defaultValue = AttachmentSettings.DEFAULT_BLOCKED_EXTENSIONS)
    private String blockedExtensions = AttachmentSettings.DEFAULT_BLOCKED_EXTENSIONS;

    @Option(
            names = "--attachments-blocked-types",
            paramLabel = "LIST",
            description = "Media types that are refused, with commas between them. Default: ${DEFAULT-VALUE}.",
            defaultValue = AttachmentSettings.DEFAULT_BLOCKED_TYPES)
    private String blockedTypes = AttachmentSettings.DEFAULT_BLOCKED_TYPES;

    /** @throws IllegalArgumentException if one of the options makes no sense */
    AttachmentSettings settings() {
        if (maxMebibytes < 1 || maxMebibytes > MAX_MEBIBYTES) {
            throw new IllegalArgumentException("--attachments-max-mebibytes (DOCKET_ATTACHMENTS_MAX_MEBIBYTES) must be"
                    + " 1 to " + MAX_MEBIBYTES);
        }
        return new AttachmentSettings(
                maxMebibytes * 1024L * 1024, list(blockedExtensions.replace(".", "")), list(blockedTypes), null);
    }

    private static Set<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
