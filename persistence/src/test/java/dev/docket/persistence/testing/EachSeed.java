package dev.docket.persistence.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A randomized test. It has one parameter, a {@code long}, and runs once for each of the {@link Seeds}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("random")
@ParameterizedTest(name = "with the seed {0}")
@MethodSource("dev.docket.persistence.testing.Seeds#all")
public @interface EachSeed {}
