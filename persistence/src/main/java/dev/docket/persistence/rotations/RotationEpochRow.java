package dev.docket.persistence.rotations;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jdbi.v3.json.Json;

/**
 * A deck that was dealt to a rotation, and the members that it was dealt for.
 *
 * @param turnsBefore turns that the rotation had taken when this epoch began
 * @param userIds the members' users, in the members' order
 * @param deck the next picks, as places (from 0) in {@code userIds}; empty if no member can take a turn
 * @param cycleStart the place in the deck where it continues after its end
 * @param isFallback whether no member is available, so that the deck is of members who are away
 */
@PropagateNull("epoch")
public record RotationEpochRow(
        int epoch,
        long turnsBefore,
        @Json List<RotationMemberRow> members,
        List<String> userIds,
        List<Short> deck,
        int cycleStart,
        boolean isFallback,
        Instant dealtAt) {}
