package dev.docket.server.http.rest;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.glassfish.jersey.inject.hk2.AbstractBinder;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.jspecify.annotations.Nullable;

/**
 * Fills the object that an operation with many query parameters takes (a {@link BeanParam} with public fields).
 * Jersey's own provider has HK2 inject the fields, which looks each of them up again at every request, and which logs
 * the values that it cannot convert.
 */
public final class GroupedParameters implements ValueParamProvider {

    private final InjectionManager injections;

    @Inject
    public GroupedParameters(InjectionManager injections) {
        this.injections = injections;
    }

    /** Jersey takes no such provider from those that are registered. */
    public static AbstractBinder binder() {
        return new AbstractBinder() {
            @Override
            protected void configure() {
                bind(GroupedParameters.class).to(ValueParamProvider.class);
            }
        };
    }

    @Override
    public PriorityType getPriority() {
        return Priority.HIGH;
    }

    @Override
    public @Nullable Function<ContainerRequest, ?> getValueProvider(Parameter parameter) {
        if (!parameter.isAnnotationPresent(BeanParam.class)) {
            return null;
        }
        List<Value> values = new ArrayList<>();
        for (Field field : parameter.getRawType().getFields()) {
            values.add(new Value(field, provider(field)));
        }
        Constructor<?> constructor = parameter.getRawType().getConstructors()[0];
        return request -> fill(constructor, values, request);
    }

    private record Value(Field field, Function<ContainerRequest, ?> provider) {}

    private Function<ContainerRequest, ?> provider(Field field) {
        Class<?> group = field.getDeclaringClass();
        Parameter parameter =
                Parameter.create(group, group, false, field.getType(), field.getGenericType(), field.getAnnotations());
        List<ValueParamProvider> providers = injections.getAllInstances(ValueParamProvider.class);
        return providers.stream()
                .<Function<ContainerRequest, ?>>map(provider -> provider.getValueProvider(parameter))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private static Object fill(Constructor<?> constructor, List<Value> values, ContainerRequest request) {
        try {
            Object group = constructor.newInstance();
            for (Value value : values) {
                value.field().set(group, value.provider().apply(request));
            }
            return group;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
