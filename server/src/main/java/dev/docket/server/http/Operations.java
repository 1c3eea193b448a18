package dev.docket.server.http;

import dev.docket.api.Interfaces;
import dev.docket.api.Operation;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.glassfish.jersey.server.model.AnnotatedMethod;

/** What the contract says about the operations as wholes, read from the interfaces that were generated from it. */
public final class Operations {

    private Operations() {}

    /** The operation that a request was matched to; empty for one that is not in the contract, such as an asset. */
    public static Optional<Operation> of(ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        // Annotations of an interface's method are not visible on the method that implements it; Jersey finds them.
        return method == null
                ? Optional.empty()
                : Optional.ofNullable(new AnnotatedMethod(method).getAnnotation(Operation.class));
    }

    /** Every permission that an operation asks for, in alphabetical order. */
    public static List<String> permissions() {
        return Interfaces.ALL.stream()
                .flatMap(contract -> Arrays.stream(contract.getMethods()))
                .map(method -> method.getAnnotation(Operation.class).permission())
                .filter(permission -> !permission.equals(Operation.PUBLIC))
                .distinct()
                .sorted()
                .toList();
    }
}
