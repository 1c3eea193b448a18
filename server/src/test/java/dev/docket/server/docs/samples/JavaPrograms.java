package dev.docket.server.docs.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java programs that use the SDK. */
final class JavaPrograms {

    private JavaPrograms() {}

    /** The folder of the classes: that of the source. */
    static Path compile(Path source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        boolean isCompiled = compiler.getTask(
                        errors,
                        files,
                        null,
                        List.of(
                                "-Xlint:all",
                                "-proc:none",
                                "-d",
                                source.getParent().toString()),
                        null,
                        files.getJavaFileObjects(source))
                .call();
        assertThat(isCompiled).as(errors::toString).isTrue();
        return source.getParent();
    }

    static String[] command(Path classes, String main) {
        return new String[] {
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
            main
        };
    }
}
