package dev.docket.server.attachments;

import java.net.URI;

/**
 * A bucket of a service that speaks S3.
 *
 * @param pathStyle whether the path names the bucket and not the host, as most services other than Amazon's require
 */
public record S3Settings(
        URI endpoint, String region, String bucket, String accessKey, String secretKey, boolean pathStyle) {

    @Override
    public String toString() {
        return "S3Settings[endpoint=" + endpoint + ", bucket=" + bucket + "]";
    }
}
