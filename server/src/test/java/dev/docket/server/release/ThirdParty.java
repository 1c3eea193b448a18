package dev.docket.server.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Writes {@code THIRD-PARTY.txt}: everything by others that {@code docket.jar} contains, with the texts of its licenses
 * and notices. The build runs this file with the class path of the program, and fails if a license is not on the list
 * of those that are allowed.
 *
 * <p>The license of a library is what its pom in the local repository says, or the nearest parent that says it. Its
 * texts are those in its jar, else the text of that license in the folder {@code packaging/licenses}. That folder also
 * has the licenses of what the archives of PostgreSQL contain, for every platform.
 */
public final class ThirdParty {

    /** The licenses that are allowed, by the names that poms give them. All permit use in a program of any license. */
    enum License {
        APACHE("Apache-2.0", "(The )?Apache[- ](Software )?License,? ?(Version )?2(\\.0)?|Apache[- ]2(\\.0)?"),
        BSD_2("BSD-2-Clause", "BSD-2-Clause|(The )?BSD 2-Clause( License)?|Simplified BSD.*"),
        BSD_3(
                "BSD-3-Clause",
                "BSD-3-Clause|(The )?(New|Revised|Modified|3-Clause) BSD.*|BSD( License)? 3.*|EDL 1\\.0"
                        + "|Eclipse Distribution License.*"),
        CC0("CC0-1.0", "CC0.*|Public Domain.*"),
        EPL("EPL-2.0", "EPL[- ]2\\.0|Eclipse Public License( v| |- v).*2.*"),
        GO("BSD-3-Clause", "Go License"),
        MIT("MIT", "(The )?MIT([- ]License)?|MIT-0"),
        UNICODE("Unicode-3.0", "Unicode-3\\.0|Unicode/ICU License"),
        ZERO_BSD("0BSD", "0BSD");

        private final String id;
        private final Pattern names;

        License(String id, String names) {
            this.id = id;
            this.names = Pattern.compile(names, Pattern.CASE_INSENSITIVE);
        }

        private static Stream<License> named(String name) {
            return Stream.of(values())
                    .filter(license -> license.names.matcher(name.strip()).matches());
        }
    }

    private static final Pattern LICENSE_FILE = Pattern.compile(
            "(?i)([\\w.-]+/)*[\\w.-]*(licen[sc]e|notice|copying|copyright|about)[\\w.-]*(?<!\\.(class|java|js|css|html|json))");

    private static final String RULE = "=".repeat(100);

    private final Path folder;
    private final List<String> problems = new ArrayList<>();

    /** The names of the components with each text, by the text. */
    private final Map<String, TreeSet<String>> texts = new TreeMap<>();

    private final TreeSet<String> components = new TreeSet<>();

    /** @param folder with the texts of licenses */
    private ThirdParty(Path folder) {
        this.folder = folder;
    }

    /** @param arguments the folder {@code packaging/licenses}, and the file to write */
    public static void main(String[] arguments) throws IOException {
        List<Path> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .toList();
        Report report = of(jars, Path.of(arguments[0]));
        if (!report.problems().isEmpty()) {
            report.problems().forEach(System.err::println);
            System.exit(1);
        }
        Files.createDirectories(Path.of(arguments[1]).getParent());
        Files.writeString(Path.of(arguments[1]), report.text());
    }

    /** @param problems why the components must not be shipped as they are */
    record Report(String text, List<String> problems) {}

    /**
     * @param jars in a local repository of Maven; those of Docket are left out
     * @param folder with the texts of licenses
     */
    static Report of(List<Path> jars, Path folder) throws IOException {
        ThirdParty thirdParty = new ThirdParty(folder);
        for (Path jar : jars) {
            if (!jar.getFileName().toString().startsWith("docket-")) {
                thirdParty.add(jar);
            }
        }
        thirdParty.addPostgres();
        return new Report(thirdParty.text(), List.copyOf(thirdParty.problems));
    }

    private void add(Path jar) throws IOException {
        Pom pom = Pom.of(jar);
        List<String> named = pom.licenses();
        List<License> allowed = named.stream().flatMap(License::named).toList();
        if (allowed.isEmpty()) {
            problems.add("%s has the license %s, which is not on the list of those that are allowed: %s"
                    .formatted(pom.name(), named, folder));
            return;
        }
        components.add(pom.name() + " (" + String.join(" or ", new TreeSet<>(named)) + ")");
        boolean found = false;
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry :
                    file.stream().sorted(comparing(JarEntry::getName)).toList()) {
                if (!entry.isDirectory()
                        && LICENSE_FILE.matcher(entry.getName()).matches()) {
                    put(new String(file.getInputStream(entry).readAllBytes(), UTF_8), pom.name());
                    found = true;
                }
                if (entry.getName().endsWith(".txz")) {
                    requireKnownLibraries(pom.name(), file.getInputStream(entry));
                }
            }
        }
        if (!found) {
            put(Files.readString(folder.resolve(allowed.get(0).id + ".txt")), pom.name());
        }
    }

    private void put(String text, String component) {
        texts.computeIfAbsent(text.replace("\r", "").stripTrailing(), unknown -> new TreeSet<>())
                .add(component);
    }

    /** Each library in the archive of PostgreSQL is PostgreSQL's own or has a file with its license. */
    private void requireKnownLibraries(String archive, InputStream packed) throws IOException {
        List<String> known = new ArrayList<>();
        for (Path file : postgres()) {
            known.addAll(List.of(Files.readAllLines(file).get(1).split(" ")));
        }
        TreeSet<String> unknown = new TreeSet<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = Path.of(entry.getName()).normalize().toString();
                String library = name.replaceFirst("^lib/(lib[^/.]+)\\..*", "$1");
                if (!library.equals(name) && !known.contains(library)) {
                    unknown.add(library);
                }
            }
        }
        unknown.forEach(library ->
                problems.add("%s contains %s, whose license is not in %s".formatted(archive, library, folder)));
    }

    private void addPostgres() throws IOException {
        for (Path file : postgres()) {
            List<String> lines = Files.readAllLines(file);
            components.add(lines.get(0) + ", with the embedded PostgreSQL");
            put(
                    String.join("\n", lines.subList(2, lines.size())).strip(),
                    lines.get(0).replaceFirst(" \\(.*", ""));
        }
    }

    /** Files of a line with the name and the license, a line with the names of libraries, and the text. */
    private List<Path> postgres() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("postgresql"))) {
            return files.sorted().toList();
        }
    }

    private String text() {
        StringBuilder text =
                new StringBuilder("Docket contains the following works of others, under their licenses.\n\n");
        components.forEach(component -> text.append("- ").append(component).append('\n'));
        // By component, and so in an order that hardly changes from one version to the next.
        Map<String, String> ordered = new TreeMap<>();
        texts.forEach((content, names) ->
                ordered.merge(String.join("\n", names), content, (one, other) -> one + "\n\n" + RULE + "\n\n" + other));
        ordered.forEach((names, content) -> text.append("\n%s\n%s\n%s\n\n%s\n".formatted(RULE, names, RULE, content)));
        return text.toString();
    }

    /** The pom of an artifact in a local repository. */
    private record Pom(Path repository, Element project) {

        static Pom of(Path jar) throws IOException {
            Path folder = jar.getParent();
            String version = folder.getFileName().toString();
            String artifact = folder.getParent().getFileName().toString();
            Element project = parse(folder.resolve(artifact + "-" + version + ".pom"));
            Path repository = folder.getParent().getParent();
            for (int part = 0; part < group(project).split("\\.").length; part++) {
                repository = repository.getParent();
            }
            return new Pom(repository, project);
        }

        /** {@code group:artifact version}. */
        String name() {
            String version = text(project, "version");
            return group(project) + ":" + text(project, "artifactId") + " "
                    + (version.isEmpty() ? text(child(project, "parent"), "version") : version);
        }

        List<String> licenses() throws IOException {
            Element licenses = child(project, "licenses");
            if (licenses != null) {
                List<String> names = new ArrayList<>();
                for (Node node = licenses.getFirstChild(); node != null; node = node.getNextSibling()) {
                    if (node instanceof Element license) {
                        names.add(text(license, "name").replaceAll("\\s+", " "));
                    }
                }
                return names;
            }
            Element parent = child(project, "parent");
            if (parent == null) {
                return List.of();
            }
            String artifact = text(parent, "artifactId");
            String version = text(parent, "version");
            Path pom = repository
                    .resolve(text(parent, "groupId").replace('.', '/'))
                    .resolve(artifact)
                    .resolve(version)
                    .resolve(artifact + "-" + version + ".pom");
            return new Pom(repository, parse(pom)).licenses();
        }

        private static String group(Element project) {
            String group = text(project, "groupId");
            return group.isEmpty() ? text(child(project, "parent"), "groupId") : group;
        }

        private static @Nullable Element child(Element element, String name) {
            for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element child && child.getTagName().equals(name)) {
                    return child;
                }
            }
            return null;
        }

        private static String text(@Nullable Element element, String name) {
            Element child = element == null ? null : child(element, name);
            return child == null ? "" : child.getTextContent().strip();
        }

        private static Element parse(Path pom) throws IOException {
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
                Document document = factory.newDocumentBuilder().parse(pom.toFile());
                return document.getDocumentElement();
            } catch (ParserConfigurationException | SAXException unreadable) {
                throw new UncheckedIOException(new IOException(pom + " cannot be read", unreadable));
            }
        }
    }
}
