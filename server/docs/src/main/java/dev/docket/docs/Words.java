package dev.docket.docs;

import java.util.Locale;

/** Names of the contract as people read them. */
final class Words {

    private Words() {}

    /** {@code TicketTypes} as {@code ticket-types}. */
    static String slug(String name) {
        return words(name).replace(' ', '-');
    }

    /** {@code TicketTypes} and {@code ticket types} as {@code Ticket types}. */
    static String title(String name) {
        String words = words(name);
        return (words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1))
                .replaceFirst("^Sla\\b", "SLA")
                .replaceFirst("^Mids\\b", "MIDs")
                .replaceFirst(" api\\b", " API");
    }

    private static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }
}
