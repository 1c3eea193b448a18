package dev.docket.server.attachments;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits and storage of attachments.
 *
 * @param maxBytes maximum size of a file; one byte more is 413
 * @param blockedExtensions endings of rejected names, in lower case and without a dot
 * @param blockedTypes rejected media types, including all types that derive from them
 * @param s3 the bucket for new attachments; null: in the database
 */
public record AttachmentSettings(
        long maxBytes,
        Set<String> blockedExtensions,
        Set<String> blockedTypes,
        @Nullable S3Settings s3) {

    public static final int DEFAULT_MAX_MEBIBYTES = 25;

    public static final String DEFAULT_BLOCKED_EXTENSIONS =
            "bat,cmd,com,cpl,dll,exe,hta,jar,js,jse,lnk,msi,msp,pif,ps1,scr,sh,vbe,vbs,wsf,wsh";

    public static final String DEFAULT_BLOCKED_TYPES =
            "application/x-msdownload,application/x-dosexec,application/x-elf,"
                    + "application/x-executable,application/x-sharedlib,application/x-mach-o,application/x-mach-o-universal,"
                    + "application/java-vm,application/java-archive,application/x-ms-installer,application/x-bat,application/x-sh";

    /** Returns 25 MiB, without programs, in the database. */
    public static AttachmentSettings defaults() {
        return new AttachmentSettings(
                DEFAULT_MAX_MEBIBYTES * 1024L * 1024,
                Set.of(DEFAULT_BLOCKED_EXTENSIONS.split(",")),
                Set.of(DEFAULT_BLOCKED_TYPES.split(",")),
                null);
    }
}
