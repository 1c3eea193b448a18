package dev.docket.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.server.testing.Contract;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes a body into one that its sender cannot have meant: one change in its tree, or in its bytes. */
final class BrokenJson {

    /** Stands in the tree for something a tree cannot hold, and is replaced in the text. */
    private static final String RAW = "@@raw@@";

    private static final List<String> RAW_VALUES = List.of(
            "NaN",
            "-Infinity",
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "9223372036854775808",
            "-9223372036854775809",
            "2147483648",
            "-1",
            "0",
            "-0",
            "-0.0",
            "1.0",
            "1.5",
            "01",
            "+1",
            ".5",
            "0x10",
            "1".repeat(30),
            "1".repeat(2_000),
            "0." + "1".repeat(2_000),
            "null",
            "true",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"a\\ud83d\"",
            "\"\\u001f\\u007f\\u0085\\u2028\"",
            "\"\\x\"",
            "\"\u0000\"",
            "\"\t\n\"",
            "'a'",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "{\"\": 1}",
            "{\"\\u0000\": 1}",
            "{\"\\ud800\": 1}",
            "{\"a\": 1, \"a\": 2}",
            "undefined",
            "\"1e3\"",
            "\"true\"",
            "\"0\"",
            "\"2026-02-30\"",
            "\"2026-02-30T25:61:00Z\"",
            "\"2016-12-31T23:59:60Z\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59.999999999-18:00\"",
            "\"-1\"",
            "\"..\"",
            "\"'; DROP TABLE tickets; --\"",
            "\"${jndi:ldap://127.0.0.1/a}\"",
            "\"<script>alert(1)</script>\"",
            "\"%s%n%x\"",
            "\"\\uffff\\ufffe\\ufeff\"");

    private final RandomGenerator random;

    BrokenJson(RandomGenerator random) {
        this.random = random;
    }

    byte[] of(JsonNode json) {
        if (random.nextInt(4) == 0) {
            return inBytes(json.toString().getBytes(StandardCharsets.UTF_8));
        }
        JsonNode copy = json.deepCopy();
        String raw = rawValue();
        for (int i = random.nextInt(2); i >= 0; i--) {
            if (!inTree(copy)) {
                return raw.getBytes(StandardCharsets.UTF_8);
            }
        }
        return copy.toString().replace('"' + RAW + '"', raw).getBytes(StandardCharsets.UTF_8);
    }

    private String rawValue() {
        return switch (random.nextInt(12)) {
            case 0 -> nested("[", "]");
            case 1 -> nested("{\"a\":", "}");
            case 2 ->
                '"'
                        + "x"
                                .repeat(List.of(51, 65, 256, 300, 5_000, 65_537, 70_000)
                                        .get(random.nextInt(7)))
                        + '"';
            case 3 ->
                '"'
                        + "\ud83d\ude00"
                                .repeat(List.of(26, 50, 51, 255, 256, 65_537).get(random.nextInt(6)))
                        + '"';
            case 4 -> '[' + "\"x\",".repeat(random.nextInt(3_000)) + "\"x\"]";
            default -> RAW_VALUES.get(random.nextInt(RAW_VALUES.size()));
        };
    }

    private String nested(String open, String close) {
        int depth = List.of(20, 31, 32, 33, 64, 1_000, 50_000).get(random.nextInt(7));
        return open.repeat(depth) + "1" + close.repeat(random.nextInt(10) == 0 ? depth - 1 : depth);
    }

    /** @return false if the tree contains nothing to change */
    private boolean inTree(JsonNode root) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        if (containers.isEmpty()) {
            return false;
        }
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object) {
            inObject(object);
        } else {
            ArrayNode array = (ArrayNode) container;
            if (array.isEmpty() || random.nextInt(3) == 0) {
                array.add(RAW);
            } else {
                array.set(random.nextInt(array.size()), RAW);
            }
        }
        return true;
    }

    private void inObject(ObjectNode object) {
        String name = SchemaValues.oneOf(Contract.children(object), random);
        switch (name == null ? 5 : random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> {
                JsonNode value = object.remove(name);
                object.set(name.toUpperCase(java.util.Locale.ROOT), value);
            }
            case 5 -> object.put(unknownName(), RAW);
            default -> object.put(name, RAW);
        }
    }

    private String unknownName() {
        return List.of(
                        "unknown",
                        "",
                        "__proto__",
                        "@class",
                        "id",
                        "accountId",
                        "account_id",
                        "version",
                        "a".repeat(3_000),
                        "\u0000",
                        "é")
                .get(random.nextInt(11));
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    /** Also for bodies that are not JSON. */
    byte[] inBytes(byte[] bytes) {
        int place = random.nextInt(bytes.length + 1);
        return switch (random.nextInt(13)) {
            case 0 -> Arrays.copyOf(bytes, place);
            case 1 -> insert(bytes, place, 0xC0, 0xAF);
            case 2 -> insert(bytes, place, 0xED, 0xA0, 0x80);
            case 3 -> insert(bytes, place, 0xF4, 0x90, 0x80, 0x80);
            case 4 -> insert(bytes, place, random.nextInt(256));
            case 5 -> insert(bytes, 0, 0xEF, 0xBB, 0xBF);
            case 6 -> insert(bytes, bytes.length, '}', '{');
            case 7 -> insert(bytes, place, 0);
            case 8 -> new byte[0];
            case 9 -> "null".getBytes(StandardCharsets.UTF_8);
            case 10 -> new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
            case 11 -> duplicated(bytes);
            default -> flipped(bytes, place);
        };
    }

    /** Repeats the first property. */
    private static byte[] duplicated(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        return text.startsWith("{\"") && colon > 0
                ? ("{" + text.substring(1, colon) + ":1," + text.substring(1)).getBytes(StandardCharsets.UTF_8)
                : insert(bytes, 0, '[');
    }

    private byte[] flipped(byte[] bytes, int place) {
        byte[] flipped = bytes.clone();
        for (int i = place; i < Math.min(bytes.length, place + 3); i++) {
            flipped[i] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] insert(byte[] bytes, int place, int... inserted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + inserted.length);
        out.write(bytes, 0, place);
        for (int b : inserted) {
            out.write(b);
        }
        out.write(bytes, place, bytes.length - place);
        return out.toByteArray();
    }
}
