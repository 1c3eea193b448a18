package dev.docket.server.text;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code @Size} of a string count characters as the contract does: {@code maxLength} counts code points, whereas
 * Bean Validation's own validator of any {@code CharSequence} counts UTF-16 units. Registered as a service; Bean
 * Validation prefers the validator for the more specific type.
 */
public final class CharacterCount implements ConstraintValidator<Size, String> {

    private int min;
    private int max;

    @Override
    public void initialize(Size size) {
        min = size.min();
        max = size.max();
    }

    @Override
    public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
        return text == null || (of(text) >= min && of(text) <= max);
    }

    /** Code points: an emoji is one character. */
    public static int of(String text) {
        return text.codePointCount(0, text.length());
    }
}
