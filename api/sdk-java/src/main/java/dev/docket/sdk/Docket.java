package dev.docket.sdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client. It is immutable and thread-safe, and holds one {@link HttpClient}: create one per service and token, and
 * keep it.
 *
 * <pre>{@code
 * Docket docket = Docket.builder("https://docket.example.com").token(token).account("2311").build();
 * Ticket ticket = docket.tickets().getTicket("TKT-1");
 * }</pre>
 */
public final class Docket extends Operations {

    private Docket(Transport transport) {
        super(transport);
    }

    /** @param baseUrl URL of the service, for example {@code https://docket.example.com} */
    public static Builder builder(String baseUrl) {
        return new Builder(baseUrl);
    }

    /**
     * What the client needs to know. Only the base URL is required; most operations also need a token and an account.
     */
    public static final class Builder {

        final URI baseUrl;
        final List<Consumer<HttpRequest.Builder>> interceptors = new ArrayList<>();
        // By default the JDK offers an upgrade to HTTP/2 with every plain-text request; some servers fail on such a
        // POST.
        final HttpClient.Builder http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        Supplier<@Nullable String> token = () -> null;

        @Nullable
        String account;

        Duration timeout = Duration.ofSeconds(60);
        int maxRetries = 3;

        private Builder(String baseUrl) {
            this.baseUrl = URI.create(baseUrl.replaceFirst("/+$", ""));
        }

        /** The token of all requests. */
        public Builder token(String token) {
            return token(() -> token);
        }

        /** Returns the token for each request, and for each repetition of one. Called by several threads. */
        public Builder token(Supplier<@Nullable String> token) {
            this.token = token;
            return this;
        }

        /** The account of each request whose options name no other. */
        public Builder account(String account) {
            this.account = account;
            return this;
        }

        /**
         * How long an attempt may wait for the beginning of its response, and then for each further part of it; 60
         * seconds unless set. The service itself may let a request wait for 30 seconds. Uploads may take ten times as
         * long.
         */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /** How often a request is repeated after a failure that may pass, such as 503; 3 unless set, 0 for never. */
        public Builder maxRetries(int maxRetries) {
            this.maxRetries = maxRetries;
            return this;
        }

        /** Called before each attempt, after the interceptors that were added before; may set headers. */
        public Builder interceptor(Consumer<HttpRequest.Builder> interceptor) {
            interceptors.add(interceptor);
            return this;
        }

        /** Changes the HTTP client, for example its proxy, its TLS settings, or its connect timeout of 10 seconds. */
        public Builder http(Consumer<HttpClient.Builder> change) {
            change.accept(http);
            return this;
        }

        public Docket build() {
            return new Docket(new Transport(this));
        }
    }
}
