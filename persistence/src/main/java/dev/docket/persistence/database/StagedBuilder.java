package dev.docket.persistence.database;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Generates a builder for a wide record, so that each component is set by its name. Code that uses it compiles only if
 * all components are set, in their order; those that may be null can be omitted.
 */
@RecordBuilder.Template(
        options =
                @RecordBuilder.Options(
                        builderMode = RecordBuilder.BuilderMode.STAGED_REQUIRED_ONLY,
                        defaultNotNull = true,
                        nullablePattern = "(?i)nullable"))
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.SOURCE)
public @interface StagedBuilder {}
