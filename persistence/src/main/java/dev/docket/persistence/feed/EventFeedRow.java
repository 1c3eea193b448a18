package dev.docket.persistence.feed;

/**
 * How far the feed of an account is numbered.
 *
 * @param last the greatest position; 0 if the feed is empty
 * @param removed the greatest position that was removed, because it was too old; 0 if none was
 * @param isBehind whether committed history entries have no position yet
 * @param isForeign whether the feed was numbered in another cluster, from which a dump was restored: its transactions
 *     say nothing here
 */
public record EventFeedRow(long last, long removed, boolean isBehind, boolean isForeign) {}
