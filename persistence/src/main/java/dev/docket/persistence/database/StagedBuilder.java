package dev.docket.persistence.database;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a wide record: makes a builder, so that each component is set by its name. It does not compile unless all components are
 * set, in their order; only those that may be null can be left out.
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
