package dev.docket.server.idempotency;

import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.Caller;
import dev.docket.server.text.Sha256;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.glassfish.jersey.inject.hk2.AbstractBinder;
import org.glassfish.jersey.server.model.AnnotatedMethod;
import org.glassfish.jersey.server.model.Invocable;
import org.glassfish.jersey.server.spi.internal.ResourceMethodInvocationHandlerProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes every POST operation idempotent by its {@code Idempotency-Key}; resources need no code for it. An operation
 * that {@link StoresAnswer} only receives the key; an operation with a streamed body must be one, because its
 * fingerprint is not known before the stream has ended. NDJSON requests have no key; each of their lines can be sent
 * again safely.
 */
public final class KeyedRequests implements DynamicFeature, ResourceMethodInvocationHandlerProvider {

    /** Stands for the account's id if the operation is not on an account; not a valid id. */
    static final String NO_ACCOUNT = "*";

    private static final String HEADER = "Idempotency-Key";
    private static final String PROPERTY = KeyedRequest.class.getName();
    private static final Pattern FORMAT = Pattern.compile("[!-~]{1,255}");

    private final IdempotencyKeys keys;

    @Inject
    private Provider<ContainerRequestContext> request;

    public KeyedRequests(IdempotencyKeys keys) {
        this.keys = keys;
    }

    /** The keyed request that the filters made of this request; null if it has no key. */
    public static @Nullable KeyedRequest of(ContainerRequestContext request) {
        return (KeyedRequest) request.getProperty(PROPERTY);
    }

    /** Binds this as an invocation handler provider, because Jersey ignores registered ones. */
    public AbstractBinder binder() {
        return new AbstractBinder() {
            @Override
            protected void configure() {
                bind(KeyedRequests.this).to(ResourceMethodInvocationHandlerProvider.class);
            }
        };
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (takesKey(resource.getResourceMethod())) {
            boolean isStream = isStream(resource.getResourceMethod());
            boolean isOnAnAccount = Operations.isOnAnAccount(resource);
            context.register(
                    (ContainerRequestFilter) received -> identify(
                            received,
                            isOnAnAccount ? received.getHeaderString(Operations.ACCOUNT_HEADER) : NO_ACCOUNT,
                            isStream),
                    Priorities.ENTITY_CODER);
        }
    }

    @Override
    public @Nullable InvocationHandler create(Invocable operation) {
        Method method = operation.getHandlingMethod();
        return takesKey(method) && !method.isAnnotationPresent(StoresAnswer.class) ? this::invoke : null;
    }

    private static boolean takesKey(Method method) {
        AnnotatedMethod operation = new AnnotatedMethod(method);
        Consumes consumes = operation.getAnnotation(Consumes.class);
        return operation.isAnnotationPresent(POST.class)
                && (consumes == null || !List.of(consumes.value()).contains("application/x-ndjson"));
    }

    private static boolean isStream(Method method) {
        return Arrays.asList(method.getParameterTypes()).contains(InputStream.class);
    }

    /** If an account is required and missing, validation rejects the request next. */
    private static void identify(ContainerRequestContext received, @Nullable String account, boolean isStream) {
        String key = received.getHeaderString(HEADER);
        if (key == null
                || account == null
                || !(received.getSecurityContext().getUserPrincipal() instanceof Caller caller)) {
            return;
        }
        if (!FORMAT.matcher(key).matches()) {
            throw ProblemException.invalid(List.of(Violations.inParameter(
                    HEADER, ViolationCode.INVALID_FORMAT, "must be 1 to 255 visible ASCII characters")));
        }
        MessageDigest fingerprint = Sha256.digest();
        fingerprint.update((received.getMethod() + " "
                        + received.getUriInfo().getRequestUri().getRawPath() + " "
                        + received.getUriInfo().getRequestUri().getRawQuery() + "\n")
                .getBytes(StandardCharsets.UTF_8));
        if (!isStream) {
            fingerprint.update(bodyOf(received));
        }
        received.setProperty(PROPERTY, new KeyedRequest(account, caller.tokenId(), key, fingerprint.digest()));
    }

    /** The transport holds the whole body, and it is small. */
    private static byte[] bodyOf(ContainerRequestContext received) {
        try {
            byte[] body = received.getEntityStream().readAllBytes();
            received.setEntityStream(new ByteArrayInputStream(body));
            return body;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Object invoke(Object resource, Method method, Object[] arguments) throws InvocationTargetException {
        try {
            KeyedRequest keyed = of(request.get());
            return keyed == null
                    ? call(resource, method, arguments)
                    : keys.once(keyed, () -> keys.render(call(resource, method, arguments)))
                            .toResponse();
        } catch (RuntimeException failure) {
            throw new InvocationTargetException(failure);
        }
    }

    private static Response call(Object resource, Method method, Object[] arguments) {
        try {
            return (Response) method.invoke(resource, arguments);
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure.getCause();
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("the contract's methods are public", impossible);
        }
    }
}
