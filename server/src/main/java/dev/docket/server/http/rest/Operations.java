package dev.docket.server.http.rest;

import dev.docket.api.Interfaces;
import dev.docket.api.Operation;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.AnnotatedMethod;

/** Facts about operations, read from the interfaces that were generated from the contract. */
public final class Operations {

    /** The header that names the account of an operation. */
    public static final String ACCOUNT_HEADER = "x-account-id";

    /** Cached, because several filters look it up for every request. */
    private static final Map<Method, Optional<Operation>> KNOWN = new ConcurrentHashMap<>();

    private Operations() {}

    /** The operation that a request was matched to; empty if it is not in the contract, such as an asset. */
    public static Optional<Operation> of(ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        return method == null ? Optional.empty() : KNOWN.computeIfAbsent(method, Operations::find);
    }

    /** An annotation on an interface's method is not visible on the method that implements it; Jersey finds it. */
    private static Optional<Operation> find(Method method) {
        return Optional.ofNullable(new AnnotatedMethod(method).getAnnotation(Operation.class));
    }

    /** Whether the operation that a request was matched to names an account and has access to no other. */
    public static boolean isOnAnAccount(ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        return method != null && isOnAnAccount(new AnnotatedMethod(method).getParameterAnnotations());
    }

    /** Every permission that an operation on an account requires, in alphabetical order. */
    public static List<String> permissions() {
        return permissions(true);
    }

    /** Every permission required by an operation that is not on an account, in alphabetical order. */
    public static List<String> operatorPermissions() {
        return permissions(false);
    }

    /** Every permission that an operation for requesters requires as a whole, in alphabetical order. */
    public static List<String> permissionsForRequesters() {
        return Interfaces.ALL.stream()
                .flatMap(contract -> Arrays.stream(contract.getMethods()))
                .map(method -> method.getAnnotation(Operation.class))
                .filter(Operation::forRequesters)
                .map(Operation::permission)
                .filter(permission -> !permission.equals(Operation.ANY_TOKEN))
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> permissions(boolean onAnAccount) {
        return Interfaces.ALL.stream()
                .flatMap(contract -> Arrays.stream(contract.getMethods()))
                .filter(method -> isOnAnAccount(method.getParameterAnnotations()) == onAnAccount)
                .map(method -> method.getAnnotation(Operation.class))
                .flatMap(operation ->
                        Stream.concat(Stream.of(operation.permission()), Arrays.stream(operation.furtherPermissions())))
                .filter(permission -> !permission.equals(Operation.PUBLIC) && !permission.equals(Operation.ANY_TOKEN))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isOnAnAccount(Annotation[][] parameters) {
        return Arrays.stream(parameters)
                .flatMap(Arrays::stream)
                .anyMatch(annotation -> annotation instanceof HeaderParam header
                        && header.value().equals(ACCOUNT_HEADER));
    }
}
