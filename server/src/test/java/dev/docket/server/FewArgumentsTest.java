package dev.docket.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No call in code written by hand has more than eight arguments, which a reader would have to count. A record with more
 * components is made by its builder. Generated code is exempt; it is compiled into the same folders, but its sources
 * are not in {@code src}.
 */
class FewArgumentsTest {

    private static final int MOST = 8;

    /** Of the JDK: the arguments are alike, so that none has to be found by its number. */
    private static final Set<String> LISTS = Set.of("java.util.List.of", "java.util.Map.of", "java.util.Set.of");

    @ParameterizedTest
    @CsvSource({
        "../persistence/target/classes, ../persistence/src/main/java",
        "../persistence/target/test-classes, ../persistence/src/test/java",
        "target/classes, src/main/java",
        "target/test-classes, src/test/java"
    })
    void areGivenToEachCall(Path compiled, Path sources) {
        List<JavaClass> written = new ClassFileImporter()
                .importPaths(compiled).stream()
                        .filter(type -> isIn(sources, type))
                        .filter(type -> !type.isEquivalentTo(Broken.class))
                        .toList();

        assertThat(written).as("classes written by hand").isNotEmpty();
        assertThat(written.stream().flatMap(FewArgumentsTest::tooLong)).isEmpty();
    }

    @Test
    void findABrokenExample() {
        JavaClass broken = new ClassFileImporter().importClass(Broken.class);

        assertThat(tooLong(broken))
                .hasSize(2)
                .anyMatch(call -> call.startsWith("9 arguments for dev.docket.server.FewArgumentsTest$Broken.<init>"))
                .anyMatch(call -> call.startsWith("9 arguments for dev.docket.server.FewArgumentsTest$Broken.sum"));
    }

    private static boolean isIn(Path sources, JavaClass type) {
        String file = type.getSource().flatMap(source -> source.getFileName()).orElseThrow();
        return Files.exists(
                sources.resolve(type.getPackageName().replace('.', '/')).resolve(file));
    }

    private static Stream<String> tooLong(JavaClass caller) {
        return caller.getCodeUnitCallsFromSelf().stream()
                .filter(call -> arguments(call) > MOST)
                .map(call ->
                        "%d arguments for %s %s".formatted(arguments(call), name(call), call.getSourceCodeLocation()))
                .filter(call -> LISTS.stream().noneMatch(list -> call.contains(" for " + list + " ")));
    }

    private static String name(JavaCodeUnitAccess<?> call) {
        return call.getTargetOwner().getName() + "." + call.getTarget().getName();
    }

    /**
     * As they are written: the compiler adds two for each constant of an enum, its name and its number, and one for
     * each inner class, the object around it.
     */
    private static int arguments(JavaCodeUnitAccess<?> call) {
        int parameters = call.getTarget().getRawParameterTypes().size();
        JavaClass owner = call.getTargetOwner();
        if (!call.getTarget().getName().equals(JavaConstructor.CONSTRUCTOR_NAME)) {
            return parameters;
        }
        if (owner.isEnum()) {
            return parameters - 2;
        }
        boolean isInside = owner.isNestedClass() && !owner.getModifiers().contains(JavaModifier.STATIC);
        return isInside ? parameters - 1 : parameters;
    }

    /** Is found. */
    private static final class Broken {

        private final int sum;

        private Broken(int a, int b, int c, int d, int e, int f, int g, int h, int i) {
            sum = sum(a, b, c, d, e, f, g, h, i);
        }

        private static int sum(int a, int b, int c, int d, int e, int f, int g, int h, int i) {
            return a + b + c + d + e + f + g + h + i;
        }

        static int useful() {
            return new Broken(1, 2, 3, 4, 5, 6, 7, 8, 9).sum;
        }
    }
}
