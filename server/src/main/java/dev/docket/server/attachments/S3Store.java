package dev.docket.server.attachments;

import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Stores content in a bucket of S3 or of a compatible service, one object {@code account/id} each. Holds 5 MiB of the
 * content that is being written: S3 accepts smaller parts only at the end.
 */
final class S3Store implements AttachmentStore {

    private static final Logger LOG = LoggerFactory.getLogger(S3Store.class);

    private static final int PART_BYTES = 5 * 1024 * 1024;
    private static final String TYPE = "application/octet-stream";

    private static final String PROBE = "docket-health";
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);

    private final S3Client client;
    private final String bucket;

    S3Store(S3Settings settings) {
        this.bucket = settings.bucket();
        this.client = S3Client.builder()
                .endpointOverride(settings.endpoint())
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
                // Features of Amazon's S3 that compatible services lack. Docket computes a SHA-256 itself.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(30))
                        .build())
                .build();
    }

    private static String key(String account, UUID id) {
        return account + "/" + id;
    }

    @Override
    public void write(String account, UUID id, InputStream content) throws IOException {
        byte[] part = new byte[PART_BYTES];
        int length = content.readNBytes(part, 0, PART_BYTES);
        if (length < PART_BYTES) {
            RequestBody whole = body(part, length);
            ask(s3 -> s3.putObject(
                    request -> request.bucket(bucket).key(key(account, id)).contentType(TYPE), whole));
        } else {
            writeParts(key(account, id), part, content);
        }
    }

    /** @param part the first part; its array is reused for each later part */
    private void writeParts(String key, byte[] part, InputStream content) throws IOException {
        String upload = ask(s3 -> s3.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).contentType(TYPE)))
                .uploadId();
        boolean isComplete = false;
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (int length = PART_BYTES; length > 0; length = content.readNBytes(part, 0, PART_BYTES)) {
                int number = parts.size() + 1;
                RequestBody body = body(part, length);
                String tag = ask(s3 -> s3.uploadPart(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(number),
                                body))
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            }
            ask(s3 -> s3.completeMultipartUpload(request -> request.bucket(bucket)
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(completed -> completed.parts(parts))));
            isComplete = true;
        } finally {
            if (!isComplete) {
                abort(key, upload);
            }
        }
    }

    /**
     * Aborts an upload. Parts of an upload that is not completed or aborted remain, at a cost, until a bucket rule
     * removes them.
     */
    private void abort(String key, String upload) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException failure) {
            LOG.warn("parts of {} are left in the bucket", key, failure);
        }
    }

    /** Returns a request body that uses the bytes without a copy. */
    private static RequestBody body(byte[] bytes, int length) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, TYPE);
    }

    @Override
    public void read(String account, UUID id, ByteRange range, OutputStream target) throws IOException {
        try (ResponseInputStream<GetObjectResponse> content = open(account, id, range)) {
            long count = 0;
            byte[] piece = new byte[64 * 1024];
            try {
                for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                    target.write(piece, 0, read);
                    count += read;
                }
            } finally {
                if (count < range.length()) {
                    // Closing would read the rest to its end.
                    content.abort();
                }
            }
        }
    }

    private ResponseInputStream<GetObjectResponse> open(String account, UUID id, ByteRange range) {
        try {
            return ask(s3 -> s3.getObject(request ->
                    request.bucket(bucket).key(key(account, id)).range("bytes=" + range.first() + "-" + range.last())));
        } catch (NoSuchKeyException gone) {
            throw Attachments.gone();
        }
    }

    @Override
    public void delete(String account, UUID id) {
        ask(s3 -> s3.deleteObject(request -> request.bucket(bucket).key(key(account, id))));
    }

    /** Returns why the bucket cannot be used; empty if it can. Requests an object that does not exist, within 2 s. */
    Optional<String> problem() {
        try (ResponseInputStream<GetObjectResponse> unexpected = client.getObject(request -> request.bucket(bucket)
                .key(PROBE)
                .overrideConfiguration(limits -> limits.apiCallTimeout(PROBE_LIMIT)))) {
            unexpected.abort();
            return Optional.empty();
        } catch (NoSuchKeyException expected) {
            return Optional.empty();
        } catch (AwsServiceException refusal) {
            // Without permission to list a bucket, S3 responds 403 and not 404 for an absent object.
            return refusal.awsErrorDetails() != null
                            && "AccessDenied".equals(refusal.awsErrorDetails().errorCode())
                    ? Optional.empty()
                    : Optional.of("the bucket for attachments denies this server access");
        } catch (SdkException | IOException failure) {
            return Optional.of("the bucket for attachments does not respond");
        }
    }

    /** @throws ProblemException 503 if the service is unavailable or rejects the settings; the log has the cause */
    private <T> T ask(Function<S3Client, T> question) {
        try {
            return question.apply(client);
        } catch (NoSuchKeyException gone) {
            throw gone;
        } catch (SdkException failure) {
            LOG.warn("the bucket {} cannot be used", bucket, failure);
            throw new ProblemException(
                    ProblemType.SERVICE_UNAVAILABLE, "the store of attachments is temporarily unavailable; retry");
        }
    }
}
