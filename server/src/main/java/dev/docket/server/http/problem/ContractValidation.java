package dev.docket.server.http.problem;

import dev.docket.api.Operation;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.text.CharacterCount;
import dev.docket.server.text.Characters;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.ext.ContextResolver;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.glassfish.jersey.server.model.AnnotatedMethod;
import org.glassfish.jersey.server.model.Invocable;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.ValidationInterceptor;
import org.glassfish.jersey.server.spi.ValidationInterceptorContext;
import org.glassfish.jersey.server.validation.ValidationConfig;
import org.jspecify.annotations.Nullable;

/**
 * Validates a request against the contract's limits, generated as Bean Validation, and reports the violations together
 * with those that were found while the parameters and the body were read, in the order of their places.
 */
public final class ContractValidation implements ValidationInterceptor, ContextResolver<ValidationConfig> {

    /** The request's property that holds the list of violations. */
    private static final String VIOLATIONS = ContractValidation.class.getName();

    private static final Set<Parameter.Source> NAMED =
            Set.of(Parameter.Source.HEADER, Parameter.Source.PATH, Parameter.Source.QUERY);

    private static final int MAX_PATTERN = 100;

    @Inject
    private Provider<ContainerRequestContext> request;

    @Override
    public ValidationConfig getContext(Class<?> type) {
        return new ValidationConfig().constraintValidatorFactory(new FirstViolations());
    }

    @Override
    public void onValidate(ValidationInterceptorContext context) {
        ViolationList violations = violations(request.get());
        violations.addAll(queryViolations(context));
        FirstViolations.begin();
        try {
            context.proceed();
        } catch (ConstraintViolationException failure) {
            Set<String> reported = new HashSet<>();
            violations.forEach(violation -> reported.add(place(violation)));
            List<Parameter> parameters = context.getInvocable().getParameters();
            for (ConstraintViolation<?> broken : failure.getConstraintViolations()) {
                Violation violation = toViolation(broken, parameters);
                // An unreadable value is unset now; that it is missing must not be reported as well.
                if (reported.add(place(violation))) {
                    violations.add(violation);
                }
            }
        }
        violations.leaveOut(FirstViolations.leftOut());
        if (!violations.isEmpty()) {
            violations.sort(
                    Comparator.comparing(violation -> violation.getPointer() == null ? "" : violation.getPointer()));
            throw ProblemException.invalid(violations);
        }
    }

    /** Parameters and places in the body differ by their first character. */
    private static String place(Violation violation) {
        return violation.getPointer() == null ? "?" + violation.getParameter() : violation.getPointer();
    }

    /** Only the contract says which parameters an operation has; an asset of the documentation ignores its query. */
    private List<Violation> queryViolations(ValidationInterceptorContext context) {
        String query = request.get().getUriInfo().getRequestUri().getRawQuery();
        Invocable operation = context.getInvocable();
        return query == null || !new AnnotatedMethod(operation.getHandlingMethod()).isAnnotationPresent(Operation.class)
                ? List.of()
                : QueryCheck.check(query, request.get().getUriInfo().getQueryParameters(), queryParameters(operation));
    }

    /** The names of the parameters of an operation's query, and whether each may be repeated. */
    private static Map<String, Boolean> queryParameters(Invocable operation) {
        Map<String, Boolean> names = new LinkedHashMap<>();
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.getSource() == Parameter.Source.QUERY) {
                names.put(parameter.getSourceName(), parameter.getRawType() == List.class);
            } else if (parameter.getSource() == Parameter.Source.BEAN_PARAM) {
                for (Field field : parameter.getRawType().getFields()) {
                    names.put(nameOf(field), field.getType() == List.class);
                }
            }
        }
        return names;
    }

    /** The violations that were found while the request was read; the caller may add to them. */
    public static ViolationList violations(ContainerRequestContext request) {
        ViolationList violations = (ViolationList) request.getProperty(VIOLATIONS);
        if (violations == null) {
            violations = new ViolationList();
            request.setProperty(VIOLATIONS, violations);
        }
        return violations;
    }

    /** @param parameters of the method that was called; empty for a DTO by itself */
    public static Violation toViolation(ConstraintViolation<?> broken, List<Parameter> parameters) {
        StringBuilder pointer = new StringBuilder();
        String name = null;
        Class<?> group = null;
        for (Path.Node node : broken.getPropertyPath()) {
            switch (node.getKind()) {
                case PARAMETER -> {
                    Parameter parameter =
                            parameters.get(node.as(Path.ParameterNode.class).getParameterIndex());
                    if (NAMED.contains(parameter.getSource())) {
                        name = parameter.getSourceName();
                    } else if (parameter.getSource() == Parameter.Source.BEAN_PARAM) {
                        group = parameter.getRawType();
                    }
                }
                case PROPERTY -> {
                    if (group != null) {
                        name = nameOf(field(group, node.getName()));
                    }
                    pointer.append(index(node)).append(Violations.token(node.getName()));
                }
                case CONTAINER_ELEMENT -> pointer.append(index(node));
                default -> {}
            }
        }
        ViolationCode code = code(broken);
        String detail = detail(broken);
        return name == null
                ? Violations.inBody(pointer.toString(), code, detail)
                : Violations.inParameter(name, code, detail);
    }

    /** The parameter that a field of a {@code @BeanParam} holds; these generated classes hold query parameters only. */
    private static String nameOf(Field field) {
        return field.getAnnotation(QueryParam.class).value();
    }

    private static Field field(Class<?> group, String name) {
        try {
            return group.getField(name);
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException("only public fields are validated there", impossible);
        }
    }

    private static String index(Path.Node node) {
        return node.getIndex() == null ? "" : "/" + node.getIndex();
    }

    private static ViolationCode code(ConstraintViolation<?> broken) {
        return switch (annotation(broken)) {
            case "NotNull" -> ViolationCode.REQUIRED;
            case "Size" -> sizeCode(broken);
            case "Min", "Max", "DecimalMin", "DecimalMax" -> ViolationCode.OUT_OF_RANGE;
            case "Pattern" -> unreadable(broken) == null ? ViolationCode.INVALID_FORMAT : ViolationCode.INVALID_TEXT;
            default -> ViolationCode.INVALID_FORMAT;
        };
    }

    private static ViolationCode sizeCode(ConstraintViolation<?> broken) {
        boolean isText = broken.getInvalidValue() instanceof String;
        int size = isText ? CharacterCount.of((String) broken.getInvalidValue()) : sizeOf(broken.getInvalidValue());
        if (size < (int) attributes(broken).get("min")) {
            return ViolationCode.TOO_SHORT;
        }
        return isText ? ViolationCode.TOO_LONG : ViolationCode.TOO_MANY;
    }

    private static int sizeOf(Object container) {
        return container instanceof Map<?, ?> map ? map.size() : ((Collection<?>) container).size();
    }

    private static String detail(ConstraintViolation<?> broken) {
        Map<String, Object> attributes = attributes(broken);
        return switch (annotation(broken)) {
            case "NotNull" -> "must be given";
            case "Size" ->
                Violations.sizeDetail(
                        (int) attributes.get("min"),
                        (int) attributes.get("max"),
                        broken.getInvalidValue() instanceof String ? "characters" : "entries");
            case "Pattern" ->
                Objects.requireNonNullElseGet(unreadable(broken), () -> pattern((String) attributes.get("regexp")));
            default -> broken.getMessage();
        };
    }

    /** A long pattern lists invisible characters, and would be no help. */
    private static String pattern(String regexp) {
        return regexp.length() <= MAX_PATTERN
                ? "must match " + regexp
                : "has a character that is not allowed there; see the pattern in the contract";
    }

    /**
     * Why no reader could see what is meant, in words, since the pattern of a text is hard to read; null: it is seen.
     */
    private static @Nullable String unreadable(ConstraintViolation<?> broken) {
        String text = broken.getInvalidValue().toString();
        OptionalInt control = Characters.firstControl(text);
        if (control.isPresent()) {
            return "must not have control characters; it has " + Characters.name(control.getAsInt());
        }
        if (!text.isEmpty() && Characters.areInvisible(text)) {
            return "must not be blank";
        }
        // A text that may have lines has no other way to break its pattern.
        return text.chars().anyMatch(character -> character < ' ') ? "must be one line, without tabs" : null;
    }

    private static String annotation(ConstraintViolation<?> broken) {
        return broken.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
    }

    private static Map<String, Object> attributes(ConstraintViolation<?> broken) {
        return broken.getConstraintDescriptor().getAttributes();
    }
}
