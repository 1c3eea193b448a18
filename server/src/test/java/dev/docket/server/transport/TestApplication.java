package dev.docket.server.transport;

import dev.docket.server.http.compression.Compression;
import dev.docket.server.http.rest.Operations;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** A resource that records what ran, and can be held. */
@Path("/")
public final class TestApplication {

    static final String NDJSON = "application/x-ndjson";

    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore held = new Semaphore(0);
    private final Semaphore go = new Semaphore(0);

    ResourceConfig config() {
        return new ResourceConfig()
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .register(this)
                .register(new Compression())
                .register((ContainerRequestFilter) this::identify, ContainerRequestFilter.class);
    }

    /** Accepts any token for any account. */
    private void identify(ContainerRequestContext request) {
        entered.release();
        String token = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (token != null) {
            HttpTransport.identify(request, token, request.getHeaderString(Operations.ACCOUNT_HEADER));
        }
    }

    /** Waits until this many requests have reached Jersey, which has not read their bodies yet. */
    void awaitEntered(int requests) throws InterruptedException {
        entered.acquire(requests);
    }

    /** The requests that reached the application, in order of arrival. */
    List<String> ran() {
        return List.copyOf(ran);
    }

    /** Waits until this many requests are held. */
    void awaitHeld(int requests) throws InterruptedException {
        held.acquire(requests);
    }

    void release(int requests) {
        go.release(requests);
    }

    @GET
    @Path("hello")
    public String hello() {
        ran.add("hello");
        return "hello";
    }

    @GET
    @Path("hello/{name}")
    public String helloName(@PathParam("name") String name, @QueryParam("q") String query) {
        ran.add("hello " + name);
        return name + "|" + query;
    }

    @POST
    @Path("echo")
    public String echo(String body) {
        ran.add("echo " + body.length());
        return body;
    }

    @POST
    @Path("unread")
    public String unread() {
        ran.add("unread");
        return "unread";
    }

    @GET
    @Path("hold")
    public String hold() throws InterruptedException {
        ran.add("hold");
        held.release();
        go.acquire();
        return "released";
    }

    @GET
    @Path("async")
    public void async(@Suspended AsyncResponse response) {
        ran.add("async");
        Thread answerer = new Thread(() -> response.resume("later"));
        answerer.start();
    }

    @POST
    @Path("async")
    public void asyncEcho(@Suspended AsyncResponse response, String body) {
        ran.add("async " + body.length());
        Thread answerer = new Thread(() -> response.resume(body));
        answerer.start();
    }

    @GET
    @Path("fail")
    public String fail() {
        ran.add("fail");
        throw new IllegalStateException("the secret of dev.docket");
    }

    @GET
    @Path("large")
    public String large(@QueryParam("bytes") @DefaultValue("8388608") int bytes) {
        ran.add("large");
        return "x".repeat(bytes);
    }

    /** Responds with what arrived, piece by piece. */
    @POST
    @Path("stream")
    @Consumes(NDJSON)
    @Produces(NDJSON)
    public StreamingOutput stream(InputStream body) {
        ran.add("stream");
        return answer -> {
            byte[] piece = new byte[16 * 1024];
            for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
                answer.write(piece, 0, count);
                answer.flush();
            }
        };
    }

    @POST
    @Path("stream/size")
    @Consumes({NDJSON, "multipart/form-data"})
    public String streamSize(InputStream body) throws IOException {
        ran.add("stream/size");
        long size = body.transferTo(OutputStream.nullOutputStream());
        ran.add("stream/size " + size);
        return "" + size;
    }

    /** Reads only after its release. */
    @POST
    @Path("stream/hold")
    @Consumes(NDJSON)
    public String streamHold(InputStream body) throws IOException, InterruptedException {
        ran.add("stream/hold");
        held.release();
        go.acquire();
        return "" + body.transferTo(OutputStream.nullOutputStream());
    }

    @POST
    @Path("stream/unread")
    @Consumes(NDJSON)
    public Response streamUnread(InputStream body, @QueryParam("status") int status) {
        ran.add("stream/unread");
        return Response.status(status).entity("unread").build();
    }

    /** Fails after this many bytes of its response. */
    @POST
    @Path("stream/fail")
    @Consumes(NDJSON)
    @Produces(NDJSON)
    public StreamingOutput streamFail(InputStream body, @QueryParam("after") int bytes) {
        ran.add("stream/fail");
        return answer -> {
            if (bytes > 0) {
                answer.write("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
            }
            throw new IllegalStateException("the secret of dev.docket");
        };
    }

    /** Fails after this many bytes of a response that is not a stream. */
    @GET
    @Path("part")
    @Produces("application/pdf")
    public StreamingOutput part(@QueryParam("after") int bytes) {
        return answer -> {
            answer.write(new byte[bytes]);
            throw new IllegalStateException("the secret of dev.docket");
        };
    }

    @GET
    @Path("endless")
    @Produces({NDJSON, "application/octet-stream"})
    public StreamingOutput endless() {
        ran.add("endless");
        return answer -> {
            try {
                for (byte[] piece = new byte[16 * 1024]; ; ) {
                    answer.write(piece);
                    answer.flush();
                }
            } catch (IOException cut) {
                ran.add("endless was cut");
                throw cut;
            }
        };
    }

    @GET
    @Path("address")
    public String address(@Context ContainerRequestContext request) {
        return ((InetAddress) request.getProperty(HttpTransport.CLIENT_ADDRESS)).getHostAddress();
    }

    @GET
    @Path("id")
    public String id(@Context ContainerRequestContext request, @HeaderParam("X-Request-Id") List<String> header) {
        return request.getProperty(HttpTransport.REQUEST_ID) + " " + header;
    }
}
