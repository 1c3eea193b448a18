package dev.docket.server.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.docket.api.model.Ticket;
import dev.docket.api.model.TicketUpdateInput;
import dev.docket.server.tickets.TicketField.Use;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fields of tickets, and the places that a new field touches. */
class TicketFieldTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** In the singular, or in the plural, as in lists. */
    private static final Pattern CATEGORY = Pattern.compile("(?i)categor(y|ies)");

    /** Files with another category: ticket types have one, a rule can set it, tickets of the demo have some. */
    private static final List<String> OTHER_CATEGORIES =
            List.of("/tickettypes/", "/automation/", "/demo/", "/cli/", "/text/");

    @Test
    void thePatchKnowsThoseOfTheContract() {
        assertThat(names(Use.PATCH)).isEqualTo(properties(TicketUpdateInput.class));
    }

    @Test
    void areAllPropertiesOfATicket() {
        Set<String> internal = Set.of("deletedAt", "firstResponseAt", "slaPolicyId", "slaPolicyVersion");

        assertThat(Stream.of(TicketField.values()).map(TicketField::wireName).filter(name -> !internal.contains(name)))
                .isSubsetOf(properties(Ticket.class));
    }

    @Test
    void aReferenceIsSomethingThatThePatchCanChange() {
        assertThat(names(Use.PATCH)).containsAll(names(Use.REFERENCE));
    }

    /**
     * Shown by an existing field: the files that name the category are those in the README of the persistence module.
     */
    @Test
    void aNewFieldTouchesThePlacesThatTheReadmeNames() throws IOException {
        Set<String> documented = documentedPlaces();
        Set<String> touched = new TreeSet<>();
        for (Path file : mainSources()) {
            String place = ROOT.relativize(file).toString();
            boolean isOther = OTHER_CATEGORIES.stream().anyMatch(place::contains) || place.endsWith("Resource.java");
            if (!isOther && CATEGORY.matcher(Files.readString(file)).find()) {
                touched.add(placeOf(place, documented));
            }
        }

        assertThat(touched).isEqualTo(documented);
        assertThat(tableOfPlaces()).hasSizeLessThanOrEqualTo(6);
    }

    /** A folder in the README stands for the files in it. */
    private static String placeOf(String file, Set<String> documented) {
        return documented.stream().filter(file::startsWith).findFirst().orElse(file);
    }

    private static List<Path> mainSources() throws IOException {
        try (Stream<Path> persistence = Files.walk(ROOT.resolve("persistence/src/main"));
                Stream<Path> server = Files.walk(ROOT.resolve("server/src/main/java"))) {
            return Stream.of(Stream.of(ROOT.resolve("swagger.yaml")), persistence, server)
                    .flatMap(files -> files)
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    private static Set<String> documentedPlaces() throws IOException {
        return links(section()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> tableOfPlaces() throws IOException {
        return section().lines().filter(line -> line.startsWith("| [")).toList();
    }

    private static String section() throws IOException {
        String readme = Files.readString(ROOT.resolve("persistence/README.md"), StandardCharsets.UTF_8);
        int begin = readme.indexOf("## A new field of tickets");
        return readme.substring(begin, readme.indexOf("\n## ", begin));
    }

    private static Stream<String> links(String markdown) {
        Path persistence = ROOT.resolve("persistence");
        return Pattern.compile("\\]\\(([^)]+)\\)")
                .matcher(markdown)
                .results()
                .map((MatchResult link) -> ROOT.relativize(
                                persistence.resolve(link.group(1)).normalize())
                        .toString());
    }

    private static Set<String> names(Use use) {
        return TicketField.of(use).stream().map(TicketField::wireName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> properties(Class<?> dto) {
        return Stream.of(dto.getMethods())
                .map((Method method) -> method.getAnnotation(JsonProperty.class))
                .filter(Objects::nonNull)
                .map(JsonProperty::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
