package dev.docket.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.api.model.RoleName;
import dev.docket.server.http.rest.Operations;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleTest {

    /** A new permission in the contract must be given to a role here. */
    @Test
    void everyPermissionOfAnAccountIsInARole() {
        Set<String> all = new HashSet<>();
        Arrays.stream(StandardRole.values()).forEach(role -> all.addAll(role.permissions()));

        assertThat(all).containsAll(Operations.permissions());
    }

    @Test
    void adminMayDoEverythingInAnAccount() {
        assertThat(StandardRole.ADMIN.permissions()).containsAll(Operations.permissions());
    }

    @ParameterizedTest
    @EnumSource
    void noneIsForOperators(StandardRole role) {
        assertThat(role.permissions()).doesNotContainAnyElementsOf(Operations.operatorPermissions());
    }

    @ParameterizedTest
    @EnumSource
    void adminMayDoWhatEachOtherMay(StandardRole role) {
        assertThat(StandardRole.ADMIN.permissions()).containsAll(role.permissions());
    }

    @Test
    void areThoseOfTheContract() {
        assertThat(StandardRole.values())
                .extracting(StandardRole::toString)
                .containsExactly(
                        Arrays.stream(RoleName.values()).map(RoleName::toString).toArray(String[]::new));
        assertThat(StandardRole.of("admin")).contains(StandardRole.ADMIN);
        assertThat(StandardRole.of("ADMIN")).isEmpty();
    }
}
