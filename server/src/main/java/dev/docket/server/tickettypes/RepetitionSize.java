package dev.docket.server.tickettypes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates the size of a regular expression after its repetitions are written out, without writing them out:
 * {@code ((ab){3}){100}} is 600. It is never below a fifth of the compiled program's size.
 */
final class RepetitionSize {

    /** A class such as {@code \pL} is one instruction, but has hundreds of ranges. */
    private static final int UNICODE_CLASS = 50;

    /** Larger sizes are not told apart; their products with a repetition stay within 64 bits. */
    private static final long MOST = 1L << 30;

    private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

    private final String expression;
    private final Deque<Long> outer = new ArrayDeque<>();
    private int at;
    /** Of the group that is being read. */
    private long size;
    /** Of what a repetition would repeat. */
    private long last;

    private RepetitionSize(String expression) {
        this.expression = expression;
    }

    static long of(String expression) {
        RepetitionSize estimate = new RepetitionSize(expression);
        while (estimate.at < expression.length()) {
            estimate.next();
        }
        while (!estimate.outer.isEmpty()) {
            estimate.endGroup();
        }
        return estimate.size;
    }

    private void next() {
        switch (expression.charAt(at)) {
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> {
                outer.push(size);
                size = 0;
                at++;
            }
            case ')' -> {
                endGroup();
                at++;
            }
            case '{' -> repeat();
            case '*', '+', '?', '|' -> {
                size++;
                at++;
            }
            default -> {
                add(1);
                at++;
            }
        }
    }

    private void add(long part) {
        last = Math.min(part, MOST);
        size = Math.min(size + last, MOST);
    }

    private void endGroup() {
        long group = Math.max(size, 1);
        size = outer.isEmpty() ? 0 : outer.pop();
        add(group);
    }

    private void repeat() {
        Matcher repeat = REPEAT.matcher(expression).region(at, expression.length());
        if (!repeat.lookingAt()) {
            add(1);
            at++;
            return;
        }
        String most = repeat.group(2) == null || repeat.group(2).isEmpty() ? repeat.group(1) : repeat.group(2);
        long times = Math.max(1, Long.parseLong(most));
        size -= Math.min(last, size);
        add(last * times);
        at = repeat.end();
    }

    private void escape() {
        if (expression.startsWith("\\Q", at)) {
            int end = expression.indexOf("\\E", at);
            int quoted = (end < 0 ? expression.length() : end) - at - 2;
            size = Math.min(size + Math.max(quoted - 1, 0), MOST);
            add(1);
            at = end < 0 ? expression.length() : end + 2;
        } else if (isUnicodeClass()) {
            add(UNICODE_CLASS);
            int end = expression.startsWith("{", at + 2) ? expression.indexOf('}', at) : at + 2;
            at = end < 0 ? expression.length() : end + 1;
        } else {
            add(1);
            at += 2;
        }
    }

    private boolean isUnicodeClass() {
        return expression.startsWith("\\p", at) || expression.startsWith("\\P", at);
    }

    /** A bracket directly after the opening one, or after {@code [^}, is an element of the class. */
    private void characterClass() {
        long weight = 1;
        at += expression.startsWith("[^", at) ? 2 : 1;
        boolean isFirst = true;
        while (at < expression.length() && (isFirst || expression.charAt(at) != ']')) {
            isFirst = false;
            if (expression.charAt(at) == '\\') {
                weight += isUnicodeClass() ? UNICODE_CLASS : 0;
                at += 2;
            } else if (expression.startsWith("[:", at) && expression.indexOf(":]", at) > 0) {
                at = expression.indexOf(":]", at) + 2;
            } else {
                at++;
            }
        }
        at++;
        add(weight);
    }
}
