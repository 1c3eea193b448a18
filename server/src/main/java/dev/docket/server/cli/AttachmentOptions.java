package dev.docket.server.cli;

import dev.docket.server.attachments.AttachmentSettings;
import dev.docket.server.attachments.S3Settings;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for attachments: what may be attached, and where files are stored. */
final class AttachmentOptions {

    private static final int MAX_MEBIBYTES = 1024;
    private static final String DEFAULT_ENDPOINT = "https://s3.amazonaws.com";
    private static final String DEFAULT_REGION = "us-east-1";
    private static final Pattern ENDPOINT = Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?");

    @Option(
            names = "--attachments-max-mebibytes",
            paramLabel = "N",
            description = "Maximum size of a file. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + AttachmentSettings.DEFAULT_MAX_MEBIBYTES)
    private int maxMebibytes;

    @Option(
            names = "--attachments-blocked-extensions",
            paramLabel = "LIST",
            description = "Rejected file name extensions, separated by commas. Default: ${DEFAULT-VALUE}.",
            defaultValue = AttachmentSettings.DEFAULT_BLOCKED_EXTENSIONS)
    private String blockedExtensions = AttachmentSettings.DEFAULT_BLOCKED_EXTENSIONS;

    @Option(
            names = "--attachments-blocked-types",
            paramLabel = "LIST",
            description = "Rejected media types, separated by commas. Default: ${DEFAULT-VALUE}.",
            defaultValue = AttachmentSettings.DEFAULT_BLOCKED_TYPES)
    private String blockedTypes = AttachmentSettings.DEFAULT_BLOCKED_TYPES;

    @Option(
            names = "--attachments-s3-bucket",
            paramLabel = "BUCKET",
            description = "Where to store new files. Default: in the database.")
    private @Nullable String bucket;

    @Option(
            names = "--attachments-s3-endpoint",
            paramLabel = "URL",
            description = "The S3 service of the bucket. Default: ${DEFAULT-VALUE}.",
            defaultValue = DEFAULT_ENDPOINT)
    private String endpoint = DEFAULT_ENDPOINT;

    @Option(
            names = "--attachments-s3-region",
            paramLabel = "REGION",
            description = "Default: ${DEFAULT-VALUE}.",
            defaultValue = DEFAULT_REGION)
    private String region = DEFAULT_REGION;

    @Option(names = "--attachments-s3-access-key", paramLabel = "KEY", description = "Access key for the bucket.")
    private @Nullable String accessKey;

    @Option(
            names = "--attachments-s3-secret-key",
            paramLabel = "SECRET",
            description = "Preferably set DOCKET_ATTACHMENTS_S3_SECRET_KEY or DOCKET_ATTACHMENTS_S3_SECRET_KEY_FILE"
                    + " instead, which process lists do not show.")
    private @Nullable String secretKey;

    @Option(
            names = "--attachments-s3-path-style",
            description = "Put the bucket in the path of URLs instead of the host.")
    private boolean pathStyle;

    /** @throws WrongValueException if an option is invalid */
    AttachmentSettings settings() {
        if (maxMebibytes < 1 || maxMebibytes > MAX_MEBIBYTES) {
            throw new WrongValueException("--attachments-max-mebibytes (DOCKET_ATTACHMENTS_MAX_MEBIBYTES) must be"
                    + " 1 to " + MAX_MEBIBYTES);
        }
        return new AttachmentSettings(
                maxMebibytes * 1024L * 1024, list(blockedExtensions.replace(".", "")), list(blockedTypes), s3());
    }

    private @Nullable S3Settings s3() {
        if (bucket == null || bucket.isBlank()) {
            return null;
        }
        if (accessKey == null || secretKey == null) {
            throw new WrongValueException("--attachments-s3-bucket (DOCKET_ATTACHMENTS_S3_BUCKET) needs"
                    + " --attachments-s3-access-key and DOCKET_ATTACHMENTS_S3_SECRET_KEY");
        }
        if (!ENDPOINT.matcher(endpoint).matches()) {
            throw new WrongValueException(
                    "--attachments-s3-endpoint (DOCKET_ATTACHMENTS_S3_ENDPOINT) must be like " + DEFAULT_ENDPOINT);
        }
        return new S3Settings(URI.create(endpoint), region, bucket, accessKey, secretKey, pathStyle);
    }

    private static Set<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
