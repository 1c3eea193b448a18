package dev.docket.server.testing;

import dev.docket.persistence.testing.Seeds;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Starts every property of this module with the first of the {@link Seeds}, and repeats it once for each seed. jqwik
 * finds this class in {@code META-INF/services}.
 */
public final class SeededProperties implements AroundPropertyHook {

    private static final int TRIES = 200;

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyAttributes attributes = context.attributes();
        attributes.setSeed(Long.toString(Seeds.first()));
        attributes.setTries(attributes.tries().orElse(TRIES) * Seeds.count());
        return property.execute();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
