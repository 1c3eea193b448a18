package dev.docket.server.bench;

import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts of tickets: the same in every run, with a few hundred different words. */
final class Texts {

    /** A word in the subjects of the first account's tickets, the same number of them at any size. */
    static final String RARE_WORD = "zephyr";

    static final int RARE_TICKETS = 20;

    static final int COUNT = 512;

    private static final int WORDS = 24;
    private static final String[] FIRST = {
        "card", "tip", "screen", "batch", "deposit", "fee", "chip", "paper", "cable", "sale"
    };
    private static final String[] SECOND = {
        "", "reader", "box", "slip", "line", "sheet", "stand", "code", "clerk", "count"
    };
    private static final String[] THIRD = {"", "s", "ed", "less", "ing"};

    private static final String[] DESCRIPTIONS = descriptions();

    private Texts() {}

    static String description(int number) {
        return DESCRIPTIONS[Math.floorMod(number, COUNT)];
    }

    static String[] all() {
        return DESCRIPTIONS.clone();
    }

    private static String[] descriptions() {
        SplittableRandom random = new SplittableRandom(COUNT);
        return IntStream.range(0, COUNT)
                .mapToObj(description -> IntStream.range(0, WORDS)
                        .mapToObj(word -> pick(FIRST, random) + pick(SECOND, random) + pick(THIRD, random))
                        .collect(Collectors.joining(" ")))
                .toArray(String[]::new);
    }

    private static String pick(String[] words, SplittableRandom random) {
        return words[random.nextInt(words.length)];
    }
}
