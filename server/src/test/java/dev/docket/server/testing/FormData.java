package dev.docket.server.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A body of {@code multipart/form-data}, as browsers write it. */
public final class FormData {

    public static final String TYPE = "multipart/form-data; boundary=----docket";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public FormData file(String fileName, String contentType, byte[] content) {
        return part(
                "name=\"file\"; filename=\"" + fileName.replace("\"", "%22") + "\"\r\nContent-Type: " + contentType,
                content);
    }

    public FormData field(String name, String value) {
        return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    /** @param disposition the parameters of the Content-Disposition, and any headers after it */
    public FormData part(String disposition, byte[] content) {
        body.writeBytes(("------docket\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(body.toByteArray());
        whole.writeBytes("------docket--\r\n".getBytes(StandardCharsets.UTF_8));
        return whole.toByteArray();
    }
}
