package dev.docket.persistence.database.jdbi;

import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.ExtensionContext;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.extension.HandleSupplier;

/**
 * A stand-in for a handle that lets JDBI cache a DAO's metadata in the {@code Jdbi} and so for every later handle.
 * Metadata cached in a handle is lost with it.
 */
public record NoHandle(Jdbi getJdbi) implements HandleSupplier {

    /** Caches the metadata of {@code dao}. */
    public void learn(Class<?> dao) {
        getConfig().get(Extensions.class).findFor(dao, this);
    }

    @Override
    public ConfigRegistry getConfig() {
        return getJdbi().getConfig();
    }

    @Override
    public Handle getHandle() {
        throw new IllegalStateException("this stand-in has no handle");
    }

    @Override
    public <V> V invokeInContext(ExtensionContext context, Callable<V> task) throws Exception {
        return task.call();
    }
}
