package dev.docket.server.http.problem;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintValidatorFactory;
import jakarta.validation.Validation;
import jakarta.validation.metadata.ConstraintDescriptor;
import java.lang.annotation.Annotation;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidator;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes Bean Validation find only the first {@value ViolationList#MAX} violations and count the others: its cost grows
 * with the square of their number. It can otherwise only end at the very first.
 *
 * <p>The count belongs to the thread that validates: {@link #begin} before, {@link #leftOut} afterwards.
 */
public final class FirstViolations implements ConstraintValidatorFactory {

    private static final ThreadLocal<long[]> FOUND = ThreadLocal.withInitial(() -> new long[1]);

    private final ConstraintValidatorFactory validators =
            Validation.byDefaultProvider().configure().getDefaultConstraintValidatorFactory();

    public static void begin() {
        FOUND.get()[0] = 0;
    }

    /** Number of violations since {@link #begin} that Bean Validation was not told about. */
    public static long leftOut() {
        return Math.max(0, FOUND.get()[0] - ViolationList.MAX);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // Bean Validation uses the instance as a ConstraintValidator only
    public <T extends ConstraintValidator<?, ?>> T getInstance(Class<T> type) {
        ConstraintValidator counting = new Counting(validators.getInstance(type));
        return (T) counting;
    }

    @Override
    public void releaseInstance(ConstraintValidator<?, ?> instance) {
        validators.releaseInstance(instance instanceof Counting<?, ?> counting ? counting.validator : instance);
    }

    private static final class Counting<A extends Annotation, T> implements HibernateConstraintValidator<A, T> {

        private final ConstraintValidator<A, T> validator;

        Counting(ConstraintValidator<A, T> validator) {
            this.validator = validator;
        }

        @Override
        public void initialize(
                ConstraintDescriptor<A> constraint, HibernateConstraintValidatorInitializationContext context) {
            if (validator instanceof HibernateConstraintValidator<A, T> prepared) {
                prepared.initialize(constraint, context);
            }
        }

        @Override
        public void initialize(A constraint) {
            validator.initialize(constraint);
        }

        @Override
        public boolean isValid(@Nullable T value, ConstraintValidatorContext context) {
            return validator.isValid(value, context) || ++FOUND.get()[0] > ViolationList.MAX;
        }
    }
}
