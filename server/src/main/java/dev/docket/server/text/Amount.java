package dev.docket.server.text;

/** A number of things, in words. */
public final class Amount {

    private Amount() {}

    /** @param thing in the singular, of a regular plural: {@code ticket} gives "1 ticket" and "2 tickets" */
    public static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
