package dev.docket.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses DOCKET = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.docket");

    /** Each package is a slice of its own, so that a package and its parent may not depend on each other either. */
    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    @Test
    void onlyThePersistenceModuleSpeaksSql() {
        noClasses()
                .that()
                .resideInAPackage("dev.docket.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.jdbi..",
                        "java.sql..",
                        "javax.sql..",
                        "org.postgresql..",
                        "com.zaxxer..",
                        "com.github.kagkarlsson..")
                .check(DOCKET);
    }

    @Test
    void persistenceKnowsNothingOfTheContract() {
        noClasses()
                .that()
                .resideInAPackage("dev.docket.persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.docket.api..", "dev.docket.server..", "jakarta.ws.rs..")
                .check(DOCKET);
    }

    @Test
    void packagesOfAnyDepthAreFreeOfCycles() {
        slices().assignedFrom(PACKAGES)
                .namingSlices("$1")
                .should()
                .beFreeOfCycles()
                .check(DOCKET.that(describe("written by hand", type -> !isGenerated(type.getPackageName()))));
    }

    @Test
    void resourcesImplementTheContractAndLeaveStoringToTheRules() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .should()
                .beAssignableTo(describe(
                        "an interface of the contract",
                        type -> type.getPackageName().equals("dev.docket.api")))
                .check(DOCKET);
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Dao")
                .check(DOCKET);
    }

    @Test
    void resourcesAreHiddenBehindTheFeatureOfTheirPackage() {
        classes()
                .that()
                .areAssignableTo(describe("an interface of the contract", ArchitectureTest::isOfTheContract))
                .and()
                .resideInAPackage("dev.docket.server..")
                .should()
                .notBePublic()
                .check(DOCKET);
    }

    @Test
    void rulesKnowNothingOfJaxRs() {
        noClasses()
                .that()
                .resideInAPackage("dev.docket.server..")
                .and()
                .resideOutsideOfPackages(
                        "dev.docket.server",
                        "dev.docket.server.docs..",
                        "dev.docket.server.http..",
                        "dev.docket.server.idempotency..",
                        "dev.docket.server.security..",
                        "dev.docket.server.transport..",
                        "dev.docket.server.watch..")
                .and()
                .haveSimpleNameNotEndingWith("Resource")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(DOCKET);
    }

    @Test
    void noClassHasTheNameOfADtoOfTheContract() {
        Set<String> names = DOCKET.stream()
                .filter(type -> type.getPackageName().equals("dev.docket.api.model"))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
        assertThat(names).contains("Ticket");
        assertThat(DOCKET.stream()
                        .filter(type -> type.getPackageName().matches("dev.docket.(server|persistence).*"))
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> names.contains(type.getSimpleName()))
                        .map(JavaClass::getName))
                .isEmpty();
    }

    private static boolean isGenerated(String packageName) {
        return packageName.startsWith("dev.docket.api") || packageName.equals("dev.docket.sdk.model");
    }

    private static boolean isOfTheContract(JavaClass type) {
        return type.getPackageName().equals("dev.docket.api") && type.isInterface();
    }

    @Test
    void rulesAskTheClockTheyWereGiven() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.docket.server.cli", "dev.docket.persistence.embedded")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(DOCKET);
    }
}
