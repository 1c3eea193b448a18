package dev.docket.persistence.database.jdbi;

import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.ExtensionContext;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.extension.HandleSupplier;

/**
 * In the place of a handle, so that what JDBI finds out about a DAO goes into the Jdbi and by that into every later handle. What
 * it finds out on a handle, it forgets with the handle.
 */
public record NoHandle(Jdbi getJdbi) implements HandleSupplier {

    /** Finds out what there is to know about {@code dao}. */
    public void learn(Class<?> dao) {
        getConfig().get(Extensions.class).findFor(dao, this);
    }

    @Override
    public ConfigRegistry getConfig() {
        return getJdbi().getConfig();
    }

    @Override
    public Handle getHandle() {
        throw new IllegalStateException("there is none");
    }

    @Override
    public <V> V invokeInContext(ExtensionContext context, Callable<V> task) throws Exception {
        return task.call();
    }
}
