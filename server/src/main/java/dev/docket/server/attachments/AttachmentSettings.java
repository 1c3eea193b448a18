package dev.docket.server.attachments;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be attached to tickets, and where it is kept.
 *
 * @param maxBytes of one file; one more is 413
 * @param blockedExtensions endings of names that are refused, in lower case and without a dot
 * @param blockedTypes media types that are refused, with all that are kinds of them
 * @param s3 where to keep what is attached from now on; null: in the database
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

    /** 25 MiB, no programs, in the database. */
    public static AttachmentSettings defaults() {
        return new AttachmentSettings(
                DEFAULT_MAX_MEBIBYTES * 1024L * 1024,
                Set.of(DEFAULT_BLOCKED_EXTENSIONS.split(",")),
                Set.of(DEFAULT_BLOCKED_TYPES.split(",")),
                null);
    }
}
