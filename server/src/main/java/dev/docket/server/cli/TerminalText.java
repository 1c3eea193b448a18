package dev.docket.server.cli;

/** Text that others may have written, for a terminal, which takes control characters for commands. */
final class TerminalText {

    private TerminalText() {}

    /** Replaces each character that is invisible or has an effect by its number. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (isSafe(character)) {
                safe.appendCodePoint(character);
            } else {
                safe.append("\\u{%x}".formatted(character));
            }
        });
        return safe.toString();
    }

    private static boolean isSafe(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
