package dev.docket.sdk;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A JSON object of the contract. Not thread-safe while it is changed. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.NONE,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE,
        setterVisibility = JsonAutoDetect.Visibility.NONE)
public abstract class DocketObject {

    @JsonAnySetter
    private final Map<String, Object> additionalProperties = new LinkedHashMap<>();

    private @Nullable HttpHeaders headers;

    protected DocketObject() {}

    /** Properties that this version of the SDK does not know. They are read from responses, and sent in requests. */
    @JsonAnyGetter
    public Map<String, Object> additionalProperties() {
        return additionalProperties;
    }

    /**
     * The version that this object shows, for {@code ifMatch} and {@code ifNoneMatch}.
     *
     * @throws IllegalStateException if the response had no ETag, or if the object is only a part of it: an entry of a
     *     list has none, so get the object by its ID first
     */
    @JsonIgnore
    public String etag() {
        return headers()
                .firstValue("ETag")
                .orElseThrow(() -> new IllegalStateException("the response has no ETag: get the object by its ID"));
    }

    /**
     * The headers of the response, for example {@code X-Request-Id} or {@code Idempotency-Replayed}.
     *
     * @throws IllegalStateException if the object is no response, but a part of one or your own
     */
    @JsonIgnore
    public HttpHeaders headers() {
        if (headers == null) {
            throw new IllegalStateException("not a response of its own: get the object by its ID");
        }
        return headers;
    }

    final void headers(HttpResponse<?> response) {
        headers = response.headers();
    }

    /** Objects of one class are equal if they have the same properties; headers do not count. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DocketObject object
                && object.getClass() == getClass()
                && object.additionalProperties.equals(additionalProperties);
    }

    @Override
    public int hashCode() {
        return Objects.hash(additionalProperties);
    }

    /** The object as JSON. */
    @Override
    public String toString() {
        return new String(Json.write(this), StandardCharsets.UTF_8);
    }
}
