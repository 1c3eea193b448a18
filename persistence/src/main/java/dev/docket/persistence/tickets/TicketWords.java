package dev.docket.persistence.tickets;

import dev.docket.persistence.text.SearchVector;
import dev.docket.persistence.text.Words;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the search finds a ticket by, without its comments. Words of the fields that name the ticket have the weight A,
 * those of its description B. The marks:
 *
 * <ul>
 *   <li>{@code @account} in every ticket of the account: an index of words does not know accounts
 *   <li>{@code #tag} for the filter by tags
 *   <li>{@code =name=value} for the filter by custom fields
 *   <li>{@code !TKT-1} and {@code !1} for the ticket number
 * </ul>
 */
final class TicketWords {

    /** The size of the words in bytes. Those of the comments have 256 KiB, and a {@code tsvector} has 1 MiB. */
    private static final int MOST = 512 * 1024;

    private static final int FIELD_MARK = 200;

    /** The places of the first words. PostgreSQL counts places to 16,383, so the description, the longest, is last. */
    private static final int NUMBER = 1;

    private static final int REQUESTER = 400;
    private static final int SUBJECT = 1_000;
    private static final int DESCRIPTION = 5_000;

    private TicketWords() {}

    /** Returns all words of a stored ticket. */
    static String of(TicketRow ticket) {
        SearchVector words =
                words(ticket.accountId(), ticket.requester(), ticket.basics(), ticket.tags(), ticket.customFields());
        numbers(ticket.ticketNumber()).forEach(words::mark);
        return words.from(NUMBER)
                .add(ticket.ticketNumber(), 'A')
                .add(ticket.links().merchantName(), 'A')
                .toString();
    }

    /**
     * Returns the words of what a client gives with a new ticket. The statement that stores it adds those of the number
     * and of the names that it reads from the directory ({@code TicketDao/create.sql}).
     */
    static String of(NewTicket ticket) {
        return words(ticket.accountId(), ticket.requester(), ticket.basics(), ticket.tags(), ticket.customFields())
                .toString();
    }

    private static SearchVector words(
            String accountId,
            Requester requester,
            TicketBasics basics,
            List<String> tags,
            Map<String, Object> customFields) {
        SearchVector words = new SearchVector(MOST).mark(account(accountId));
        fieldMarks(customFields).forEach(words::mark);
        tags.forEach(tag -> words.mark(tag(tag)));
        words.from(REQUESTER)
                .add(requester.name(), 'A')
                .add(requester.email(), 'A')
                .addPhone(requester.phone(), 'A');
        words.from(SUBJECT).add(basics.subject(), 'A');
        tags.forEach(tag -> words.add(tag, 'A'));
        return words.from(DESCRIPTION).add(basics.description(), 'B');
    }

    /** Whether the search finds both by the same words. */
    static boolean areSame(TicketRow one, TicketRow other) {
        return texts(one).equals(texts(other));
    }

    private static List<Object> texts(TicketRow ticket) {
        return List.of(
                ticket.ticketNumber(),
                ticket.basics().subject(),
                ticket.basics().description(),
                ticket.requester(),
                String.valueOf(ticket.links().merchantName()),
                ticket.tags(),
                ticket.customFields());
    }

    static String account(String id) {
        return "@" + id;
    }

    static String tag(String tag) {
        return "#" + tag;
    }

    /** The mark of the ticket with this number, or of those with this number behind any prefix. */
    static String number(String number) {
        return "!" + number.toUpperCase(Locale.ROOT);
    }

    private static List<String> numbers(String ticketNumber) {
        return List.of(number(ticketNumber), number(ticketNumber.substring(ticketNumber.lastIndexOf('-') + 1)));
    }

    private static Stream<String> fieldMarks(Map<String, Object> customFields) {
        return customFields.entrySet().stream()
                .filter(field -> field.getValue() instanceof String
                        || field.getValue() instanceof Number
                        || field.getValue() instanceof Boolean)
                .map(field -> fieldMark(field.getKey(), plain(field.getValue())));
    }

    /** Writes a number as the column shows it. */
    private static String plain(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    /** A longer value that begins alike may have the same mark, so a search compares the column again. */
    static String fieldMark(String name, String value) {
        return Words.start("=" + name + "=" + value, FIELD_MARK);
    }
}
