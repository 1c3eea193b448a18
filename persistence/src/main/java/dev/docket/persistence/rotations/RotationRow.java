package dev.docket.persistence.rotations;

import dev.docket.persistence.configurations.ConfigurationRow;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.json.Json;

/**
 * A rotation with its members, without its turns.
 *
 * @param status active or inactive
 * @param members in their order
 * @param revision grows with every change of the rotation or its members
 */
public record RotationRow(
        String id,
        String name,
        String status,
        @Json List<MemberSetupRow> members,
        long revision,
        Instant createdAt,
        Instant updatedAt)
        implements ConfigurationRow {}
