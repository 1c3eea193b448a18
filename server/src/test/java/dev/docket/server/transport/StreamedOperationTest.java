package dev.docket.server.transport;

import static dev.docket.server.transport.MalformedRequestTest.assertIsProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.api.model.TicketTypeInput;
import dev.docket.api.model.Violation;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.http.body.NdjsonReader;
import dev.docket.server.http.body.NdjsonReader.Line;
import dev.docket.server.http.body.NdjsonWriter;
import dev.docket.server.http.json.JsonBodyReader;
import dev.docket.server.http.json.JsonBodyWriter;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.http.problem.ContractValidation;
import dev.docket.server.http.problem.ProblemMapper;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operation whose body and response are NDJSON, with the readers, checks and problems of all other operations. */
class StreamedOperationTest {

    /** In the form that the generator writes. */
    @Path("/imports")
    public interface ImportsApi {

        @POST
        @Consumes("application/x-ndjson")
        @Produces("application/x-ndjson")
        Response importLines(@Valid @NotNull InputStream body);
    }

    public static final class ImportsResource implements ImportsApi {

        @Override
        public Response importLines(InputStream body) {
            return Response.ok((StreamingOutput) answer -> importLines(body, new NdjsonWriter(answer)))
                    .build();
        }

        private static void importLines(InputStream body, NdjsonWriter results) throws IOException {
            NdjsonReader<TicketTypeInput> reader = new NdjsonReader<>(body, TicketTypeInput.class);
            for (Line<TicketTypeInput> line = reader.next(); line != null; line = reader.next()) {
                results.write(line.isValid() ? new Violation().pointer("" + line.number()) : line.violations());
                if (reader.mayWait()) {
                    results.flush();
                }
            }
            results.close();
        }
    }

    private static HttpTransport transport;
    private RawClient client;

    @BeforeAll
    static void start() throws IOException {
        transport = start(TestServer.limits());
    }

    private static HttpTransport start(TransportLimitsBuilder limits) throws IOException {
        ObjectMapper json = JsonMappers.contract();
        ResourceConfig application = new ResourceConfig()
                .register(new ImportsResource())
                .register(new JsonBodyReader(json))
                .register(new ContractValidation())
                .register(new JsonBodyWriter(json))
                .register(new ProblemMapper())
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(ServerProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
                .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        limits.maxStreamedBodyBytes(100);
        return HttpTransport.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                application,
                limits.build(),
                request -> {},
                OpenTelemetry.noop());
    }

    @AfterAll
    static void stop() {
        transport.close();
    }

    @BeforeEach
    void connect() throws IOException {
        client = new RawClient(transport.port());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        Wait.until(() -> transport.streams() == 0);
    }

    private static String head(String type) {
        return "POST /imports HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n";
    }

    private static String chunked() {
        return head("application/x-ndjson") + "Transfer-Encoding: chunked\r\n\r\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static RawClient.Answer assertRefused(RawClient.Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertIsProblem(answer);
        return answer;
    }

    @Test
    void answersEachLineAsItComes() throws IOException {
        client.send(chunked() + chunk("{\"name\":\"a\"}\n"));
        assertThat(client.readHead().header("content-type")).isEqualTo("application/x-ndjson");
        assertThat(client.readChunk()).isEqualTo("{\"pointer\":\"1\"}\n");

        assertThat(client.send(chunk("\n7\n")).readChunk()).contains("malformed");
        client.send(chunk("{\"name\":\"c\"}") + "0\r\n\r\n");
        assertThat(client.readChunk()).isEqualTo("{\"pointer\":\"4\"}\n");
        assertThat(client.readChunk()).isEmpty();
    }

    @Test
    void takesNoLinesAtAll() throws IOException {
        for (String length : new String[] {"Content-Length: 0\r\n\r\n", "\r\n"}) {
            RawClient.Answer answer = client.send(head("application/x-ndjson; charset=utf-8") + length)
                    .read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void takesNoOtherType() throws IOException {
        assertRefused(
                client.send(head("application/json") + "Content-Length: 2\r\n\r\n{}")
                        .read(),
                415);
        assertRefused(
                client.send(head("text/plain") + "Content-Length: 2\r\n\r\n{}").read(), 415);
    }

    @Test
    void endsWith408WhenNothingComesForTooLong() throws IOException {
        TransportLimitsBuilder limits = TestServer.limits();
        limits.bodyTimeout(Duration.ofMillis(500));
        HttpTransport impatient = start(limits);
        try (RawClient slow = new RawClient(impatient.port())) {
            assertRefused(slow.send(chunked() + "5\r\n").read(), 408);
            assertThat(slow.isClosedByServer()).isTrue();
        } finally {
            impatient.close();
        }
    }

    @Test
    void endsWith413WhenTooMuchComes() throws IOException {
        assertRefused(client.send(chunked() + chunk("x".repeat(101))).read(), 413);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void endsWith400WhenItsChunksAreMalformed() throws IOException {
        assertThat(assertRefused(client.send(chunked() + "2\r\n{\n!").read(), 400)
                        .body())
                .contains("malformed-request");
        assertThat(client.isClosedByServer()).isTrue();
    }
}
