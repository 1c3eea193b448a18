package dev.docket.server.text;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are compared exactly: tags, email addresses, custom fields. They are kept composed (Unicode's NFC), so
 * that the same text is the same however a keyboard or a file system writes it.
 */
public final class Composed {

    private Composed() {}

    public static String of(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    public static List<String> of(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts.stream().map(Composed::of).toList();
    }

    /** Composes all names and texts. Of names that become one, the last value stays. */
    public static Map<String, Object> of(@Nullable Map<String, Object> object) {
        Map<String, Object> composed = new LinkedHashMap<>();
        if (object != null) {
            object.forEach((name, value) -> composed.put(of(name), value(value)));
        }
        return composed;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof String text) {
            return of(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Composed::value).toList();
        }
        return value;
    }
}
