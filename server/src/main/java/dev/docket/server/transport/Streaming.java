package dev.docket.server.transport;

import dev.docket.server.http.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.io.InputStream;
import org.glassfish.jersey.message.internal.CommittingOutputStream;
import org.glassfish.jersey.server.internal.process.MappableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adapts Jersey to streamed bodies. */
@PreMatching
@Priority(Integer.MIN_VALUE)
final class Streaming implements ContainerRequestFilter, WriterInterceptor {

    /** The request's property that holds the stream of its body, if the body is streamed. */
    static final String BODY = StreamedBody.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger(Streaming.class);

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getProperty(BODY) instanceof InputStream body) {
            request.setEntityStream(body);
        }
    }

    /**
     * Sends a streamed response as it is written. If writing any response fails after a part has been sent, Jersey
     * would end it as if it were complete; so the connection is cut.
     */
    @Override
    public void aroundWriteTo(WriterInterceptorContext answer) throws IOException {
        Exchange exchange = (Exchange) answer.getProperty(Exchange.PROPERTY);
        CommittingOutputStream stream = (CommittingOutputStream) answer.getOutputStream();
        if (StreamedTypes.areWritten(answer.getMediaType())) {
            Refusal refusal = exchange.startStreaming();
            if (refusal != null) {
                throw refusal.asException();
            }
            stream.enableBuffering(0);
            exchange.pace(true);
        }
        try {
            answer.proceed();
        } catch (IOException | RuntimeException | Error failure) {
            if (!stream.isCommitted()) {
                throw failure;
            }
            exchange.cut();
            report(
                    failure instanceof MappableException ? failure.getCause() : failure,
                    answer.getProperty(HttpTransport.REQUEST_ID));
        } finally {
            exchange.pace(false);
        }
    }

    private static void report(Throwable failure, Object requestId) {
        if (failure instanceof IOException) {
            LOG.debug("the client of request {} is gone", requestId, failure);
        } else if (failure instanceof ProblemException problem) {
            LOG.info("cut {}: {} ({})", requestId, problem.type().urn(), problem.getMessage());
        } else {
            LOG.error("request {} failed in the middle of its response", requestId, failure);
        }
    }
}
