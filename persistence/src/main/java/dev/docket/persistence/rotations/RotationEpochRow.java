package dev.docket.persistence.rotations;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jdbi.v3.json.Json;

/**
 * What was dealt to a rotation at one time.
 *
 * @param turnsBefore turns that the rotation had taken when this epoch began
 * @param userIds the members' users, in the members' order
 * @param deck the next picks, as places (from 0) in {@code userIds}; empty if nobody can take a turn
 * @param cycleStart where in the deck it goes on after its end
 * @param isFallback nobody is there, and the deck is of those who are away
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
