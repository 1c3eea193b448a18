package dev.docket.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.server.testing.Contract;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Random values that a schema of the contract allows, with a preference for the limits. */
final class SchemaValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Longer texts are generated rarely, because they add little and take time. */
    private static final int USUAL_LENGTH = 300;

    private static final int MAX_DEPTH = 6;

    private static final List<String> WORDS = List.of(
            "a",
            "A1",
            "x-1",
            "open",
            "09:00",
            "17:30",
            "tickets:read",
            "key:value",
            "TKT",
            "u@x.example",
            "a.b_c-d",
            "0",
            "24:00");

    private final Contract contract;
    private final RandomGenerator random;

    SchemaValues(Contract contract, RandomGenerator random) {
        this.contract = contract;
        this.random = random;
    }

    JsonNode value(JsonNode schema) {
        return value(schema, 0);
    }

    private JsonNode value(JsonNode schema, int depth) {
        JsonNode whole = contract.schema(schema);
        if (whole.has("enum")) {
            return oneOf(whole.get("enum"));
        }
        if (whole.has("example") && oneIn(4)) {
            return whole.get("example");
        }
        return switch (whole.path("type").asText()) {
            case "object" -> object(whole, depth);
            case "array" -> array(whole, depth);
            case "string" -> JSON.textNode(text(whole));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "integer" -> JSON.numberNode(integer(whole));
            case "number" -> JSON.numberNode(number());
            default -> anything(depth);
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        List<String> required = texts(schema.path("required"));
        Contract.children(schema.path("properties")).forEach((name, property) -> {
            if (required.contains(name) || depth < MAX_DEPTH && oneIn(3)) {
                object.set(name, value(property, depth + 1));
            }
        });
        if (schema.path("additionalProperties").asBoolean()) {
            for (int i = random.nextInt(4); i > 0; i--) {
                object.set(anyText(1, 20), anything(depth + 1));
            }
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int most = Math.max(least, schema.path("maxItems").asInt(10));
        int size = oneIn(50) ? Math.min(most, 200) : least + random.nextInt(Math.min(most - least, 3) + 1);
        for (int i = 0; i < size; i++) {
            array.add(value(schema.path("items"), depth + 1));
        }
        return array;
    }

    String text(JsonNode schema) {
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(USUAL_LENGTH);
        String format = schema.path("format").asText();
        return switch (format) {
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "date" -> LocalDate.ofEpochDay(random.nextLong(0, 80_000)).toString();
            case "date-time" ->
                Instant.ofEpochSecond(random.nextLong(0, 7_258_118_400L)).toString();
            default -> schema.has("pattern") ? matching(schema, least, most) : anyText(least, most);
        };
    }

    /** At least one of these matches every pattern of the contract. */
    private String matching(JsonNode schema, int least, int most) {
        Pattern pattern = Pattern.compile(schema.get("pattern").asText());
        for (int tries = 0; tries < 50; tries++) {
            String text = oneIn(2) ? oneOf(WORDS) : anyText(least, most);
            if (tries > 10 && !oneIn(3)) {
                text = plain(Math.max(1, Math.min(most, 1 + random.nextInt(20))));
            }
            if (text.length() >= least
                    && text.length() <= most
                    && pattern.matcher(text).find()) {
                return text;
            }
        }
        return schema.path("example").asText(oneOf(WORDS));
    }

    /** A text of this many characters, with the limits more often than by chance. */
    private String anyText(int least, int most) {
        int usual = Math.max(least, Math.min(most, USUAL_LENGTH));
        int length = switch (random.nextInt(10)) {
            case 0 -> least;
            case 1 -> oneIn(most > USUAL_LENGTH ? 20 : 1) ? most : usual;
            case 2 -> Math.min(usual, least + 1);
            default -> least + random.nextInt(Math.min(usual - least, 30) + 1);
        };
        return oneIn(2) ? plain(length) : unicode(length);
    }

    private String plain(int length) {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    /** From all planes, without what a text must not contain: U+0000 and surrogates. */
    private String unicode(int length) {
        StringBuilder text = new StringBuilder();
        while (length > 0) {
            int codePoint = switch (random.nextInt(6)) {
                case 0 -> random.nextInt(1, 0x20);
                case 1 -> random.nextInt(0x20, 0x250);
                case 2 -> random.nextInt(0x300, 0x370); // combining
                case 3 -> random.nextInt(0x2000, 0x2070); // marks of direction, joiners, odd spaces
                case 4 -> random.nextInt(0xE000, 0x10000);
                default -> random.nextInt(0x10000, 0x110000);
            };
            text.appendCodePoint(codePoint);
            length--;
        }
        return text.toString();
    }

    private long integer(JsonNode schema) {
        boolean isInt = schema.path("format").asText().equals("int32");
        long least = schema.path("minimum").asLong(isInt ? Integer.MIN_VALUE : Long.MIN_VALUE);
        long most = schema.path("maximum").asLong(isInt ? Integer.MAX_VALUE : Long.MAX_VALUE);
        return switch (random.nextInt(8)) {
            case 0 -> least;
            case 1 -> most;
            case 2 -> least == Long.MIN_VALUE && most == Long.MAX_VALUE ? random.nextLong() : between(least, most);
            default -> Math.max(least, Math.min(most, random.nextInt(100)));
        };
    }

    private long between(long least, long most) {
        return most == Long.MAX_VALUE ? random.nextLong(least, most) : random.nextLong(least, most + 1);
    }

    private BigDecimal number() {
        return switch (random.nextInt(4)) {
            case 0 -> new BigDecimal("1e300");
            case 1 -> new BigDecimal("-1e-300");
            case 2 -> BigDecimal.valueOf(random.nextGaussian());
            default -> BigDecimal.valueOf(random.nextInt(100));
        };
    }

    /** For a schema that allows any value. */
    private JsonNode anything(int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 8 : 5)) {
            case 0 -> JSON.booleanNode(random.nextBoolean());
            case 1 -> JSON.numberNode(random.nextLong());
            case 2 -> JSON.numberNode(number());
            case 3, 4 -> JSON.textNode(anyText(0, 100));
            case 5 -> JSON.arrayNode().add(anything(depth + 1));
            case 6 -> JSON.objectNode().set(anyText(1, 20), anything(depth + 1));
            default -> JSON.nullNode();
        };
    }

    private JsonNode oneOf(JsonNode values) {
        return values.get(random.nextInt(values.size()));
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    /**
     * One of the keys, or null for an empty map. The same seed gives the same key, although the order of some maps is
     * random.
     */
    static String oneOf(Map<String, ?> map, RandomGenerator random) {
        List<String> keys = map.keySet().stream().sorted().toList();
        return keys.isEmpty() ? null : keys.get(random.nextInt(keys.size()));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new java.util.ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
