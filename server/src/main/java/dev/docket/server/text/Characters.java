package dev.docket.server.text;

import java.util.OptionalInt;

/** Characters that readers of a text cannot see. */
public final class Characters {

    private Characters() {}

    /** The first control character of a text, without tab, LF and CR. */
    public static OptionalInt firstControl(String text) {
        return text.codePoints()
                .filter(character -> Character.getType(character) == Character.CONTROL
                        && character != '\t'
                        && character != '\n'
                        && character != '\r')
                .findFirst();
    }

    /** The first character of a text that is invisible or a blank. */
    public static OptionalInt firstInvisible(String text) {
        return text.codePoints().filter(Characters::isInvisible).findFirst();
    }

    /** Whether a text has no visible character. */
    public static boolean areInvisible(String text) {
        return text.codePoints().allMatch(Characters::isInvisible);
    }

    /** As the schemas {@code Line} and {@code Text} of the contract say. */
    private static boolean isInvisible(int character) {
        return switch (character) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0 -> true;
            default ->
                switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> character >= 0xFE00 && character <= 0xFE0F;
                };
        };
    }

    /** Such as {@code U+200B}. */
    public static String name(int character) {
        return "U+%04X".formatted(character);
    }
}
