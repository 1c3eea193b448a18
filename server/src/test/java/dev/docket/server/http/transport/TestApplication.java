package dev.docket.server.http.transport;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** A resource that remembers what ran, and can be held. */
@Path("/")
public final class TestApplication {

    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore held = new Semaphore(0);
    private final Semaphore go = new Semaphore(0);

    ResourceConfig config() {
        return new ResourceConfig()
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .register(this)
                .register((ContainerRequestFilter) request -> entered.release(), ContainerRequestFilter.class);
    }

    /** Waits until so many requests have come to Jersey, which has not read their bodies yet. */
    void awaitEntered(int requests) throws InterruptedException {
        entered.acquire(requests);
    }

    /** The requests that reached the application, in the order they did. */
    List<String> ran() {
        return List.copyOf(ran);
    }

    /** Waits until so many requests are being held. */
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
    public String large() {
        ran.add("large");
        return "x".repeat(8 * 1024 * 1024);
    }

    @GET
    @Path("id")
    public String id(@Context ContainerRequestContext request, @HeaderParam("X-Request-Id") List<String> header) {
        return request.getProperty(HttpTransport.REQUEST_ID) + " " + header;
    }
}
