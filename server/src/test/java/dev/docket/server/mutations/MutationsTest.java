package dev.docket.server.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.mutations.Checkout.Build;
import dev.docket.server.testing.Folders;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each mutation fails the build, by the check that is to find it. {@code mvn -Pmutations verify} runs it, alone;
 * {@code -Dmutations=…} only mutations with names in which this regular expression is found.
 */
@Tag("mutations")
@Timeout(1200)
class MutationsTest {

    private static final Path TARGET = Folders.module().resolve("target");

    private static final MutationTable TABLE = new MutationTable(TARGET.resolve("mutations.md"));

    private static Checkout checkout;

    static Stream<Mutation> mutations() {
        Pattern wanted = Pattern.compile(System.getProperty("mutations", ""));
        return Mutations.all()
                .filter(mutation -> wanted.matcher(mutation.name()).find());
    }

    /** The control: nothing fails unless something is changed, and every check that is named is there. */
    @BeforeAll
    static void buildWithoutAMutation() throws Exception {
        checkout = Checkout.copyTo(TARGET.resolve("mutations"));
        List<String> checks = mutations()
                .flatMap(mutation -> mutation.checks().stream())
                .distinct()
                .toList();
        Build build = checkout.build(checks);
        assertThat(build.failure()).as(build.log()).isEmpty();
        assertThat(checks).allMatch(checkout::hasRun);
        TABLE.addControl(build.seconds());
    }

    @AfterAll
    static void print() {
        System.out.println(TABLE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void failsTheBuild(Mutation mutation) throws Exception {
        Build build;
        try {
            mutation.change().make(checkout);
            build = checkout.build(mutation.checks());
        } finally {
            checkout.restore();
        }
        TABLE.add(mutation, build);
        assertThat(build.failure()).as("%s survives", mutation).isNotEmpty();
        if (mutation.isForTheCompiler()) {
            assertThat(build.failure()).startsWith("the compiler");
        }
    }
}
