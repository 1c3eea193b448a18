package dev.docket.server.http.problem;

import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.text.CharacterCount;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.ext.ContextResolver;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.ValidationInterceptor;
import org.glassfish.jersey.server.spi.ValidationInterceptorContext;
import org.glassfish.jersey.server.validation.ValidationConfig;
import org.jspecify.annotations.Nullable;

/**
 * Validates a request against the contract's limits, generated as Bean Validation, and reports the violations together
 * with those that {@code JsonBodyReader} found, in the order of their places.
 */
public final class ContractValidation implements ValidationInterceptor, ContextResolver<ValidationConfig> {

    /** The request's property that holds the {@link ViolationList} of the reader of the body. */
    public static final String VIOLATIONS = ContractValidation.class.getName();

    private static final Set<Parameter.Source> NAMED =
            Set.of(Parameter.Source.HEADER, Parameter.Source.PATH, Parameter.Source.QUERY);

    @Inject
    private Provider<ContainerRequestContext> request;

    @Override
    public ValidationConfig getContext(Class<?> type) {
        return new ValidationConfig().constraintValidatorFactory(new FirstViolations());
    }

    @Override
    public void onValidate(ValidationInterceptorContext context) {
        ViolationList violations = readViolations();
        violations.addAll(emptyValues(context));
        FirstViolations.begin();
        try {
            context.proceed();
        } catch (ConstraintViolationException failure) {
            Set<String> reported = new HashSet<>();
            violations.forEach(violation -> reported.add(violation.getPointer()));
            List<Parameter> parameters = context.getInvocable().getParameters();
            for (ConstraintViolation<?> broken : failure.getConstraintViolations()) {
                Violation violation = toViolation(broken, parameters);
                // An unreadable value is unset now; that it is missing must not be reported as well.
                if (violation.getPointer() == null || reported.add(violation.getPointer())) {
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

    /**
     * Finds repeatable parameters without a value, as in {@code status=}: Jersey makes that null, which Bean Validation
     * ignores.
     */
    private static List<Violation> emptyValues(ValidationInterceptorContext context) {
        List<Parameter> parameters = context.getInvocable().getParameters();
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            Object value = context.getArgs()[i];
            if (NAMED.contains(parameter.getSource())) {
                addIfEmpty(parameter.getSourceName(), value, violations);
            } else if (parameter.getSource() == Parameter.Source.BEAN_PARAM) {
                for (Field field : parameter.getRawType().getFields()) {
                    addIfEmpty(nameOf(field), valueOf(field, value), violations);
                }
            }
        }
        return violations;
    }

    private static void addIfEmpty(String parameter, @Nullable Object value, List<Violation> violations) {
        if (value instanceof List<?> values && values.stream().anyMatch(Objects::isNull)) {
            violations.add(Violations.inParameter(parameter, ViolationCode.WRONG_TYPE, "must have a value"));
        }
    }

    private ViolationList readViolations() {
        Object found = request.get().getProperty(VIOLATIONS);
        return found == null ? new ViolationList() : (ViolationList) found;
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

    private static @Nullable Object valueOf(Field field, Object group) {
        try {
            return field.get(group);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("the fields are public", impossible);
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
            case "Pattern" -> "must match " + attributes.get("regexp");
            default -> broken.getMessage();
        };
    }

    private static String annotation(ConstraintViolation<?> broken) {
        return broken.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
    }

    private static Map<String, Object> attributes(ConstraintViolation<?> broken) {
        return broken.getConstraintDescriptor().getAttributes();
    }
}
