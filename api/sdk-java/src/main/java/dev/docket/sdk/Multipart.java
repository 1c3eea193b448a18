package dev.docket.sdk;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A form with one file after its other fields (RFC 7578). */
final class Multipart {

    private final String boundary = UUID.randomUUID().toString();
    private final StringBuilder head = new StringBuilder();

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    void field(String name, String value) {
        head.append(part(name)).append("\r\n\r\n").append(value).append("\r\n");
    }

    BodyPublisher file(String name, Upload file) {
        head.append(part(name)).append(fileName(file.name())).append("\r\nContent-Type: ");
        head.append(file.contentType()).append("\r\n\r\n");
        return BodyPublishers.concat(
                BodyPublishers.ofString(head.toString()),
                file.content(),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    }

    private String part(String name) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"";
    }

    /** {@code filename*} is exact; servers that do not know it use {@code filename}, escaped as browsers do. */
    private static String fileName(String name) {
        String escaped = name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        String exact = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "; filename=\"" + escaped + "\"; filename*=UTF-8''" + exact;
    }
}
