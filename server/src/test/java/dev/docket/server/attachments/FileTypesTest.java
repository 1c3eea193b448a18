package dev.docket.server.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.server.http.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypesTest {

    private final FileTypes types = new FileTypes(AttachmentSettings.defaults());

    /** Text is no program, with any first letters. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    MZ-No;Name\\n17;Blue Door            | machines.csv  | text/csv
                    MZ                                   | a.txt         | text/plain
                    MZ,Anzahl\\r\\nA,1\\r\\n             | mz.csv        | text/csv
                    MZ\\tAnzahl\\nA\\t1                  | mz.tsv        | text/tab-separated-values
                    MZ 12 defekt                         | notiz         | text/plain
                    MZ is not PE\\n and has more lines   | a.md          | text/markdown
                    MZürich;1                            | a.csv         | text/csv
                    {"MZ": 1}                            | a.json        | application/json
                    #!/bin/sh\\necho 1                   | a.txt         | text/plain
                    #!/bin/sh\\necho 1                   | install       | text/plain
                    #! /bin/bash\\n                      | log           | text/plain
                    #!/usr/bin/env sh                    | a.log         | text/x-log
                    #!\\t/bin/sh                         | a.txt         | text/plain
                    #!/bin/sh;Name                       | a.csv         | text/csv
                    #! what a day                        | a.txt         | text/plain
                    Rem Koolhaas wrote to us             | a.txt         | text/plain
                    REM sleep;1                          | a.csv         | text/csv
                    @echo off was what the screen showed | a.txt         | text/plain
                    eval "exec" failed                   | a.txt         | text/plain
                    PE                                   | a.txt         | text/plain
                    ELF;Name                             | a.csv         | text/csv
                    PK-No;Name                           | a.csv         | text/csv
                    """)
    void detectsTextByItsName(String escaped, String name, String type) {
        byte[] content = escaped.translateEscapes().getBytes(StandardCharsets.UTF_8);

        assertThat(FileTypes.detect(content, new FileName(name))).isEqualTo(type);
        types.requireAllowed(new FileName(name), type);
    }

    /** The header of each, in hexadecimal: more would follow. */
    @ParameterizedTest
    @CsvSource({
        // MZ: of Windows and DOS, also one that is cut off
        "4d5a90000300000004000000ffff0000b8000000, application/x-msdownload",
        "4d5a0000, application/x-msdownload",
        "4d5a50000200000004000f00ffff0000, application/x-msdownload",
        "4d5a2061207465787420616e642061207a65726f00, application/x-msdownload",
        "4d5a01, application/x-msdownload",
        // ELF: an object, a program, a library, a core
        "7f454c46020101000000000000000000010000003e00, application/x-object",
        "7f454c46020101000000000000000000020000003e00, application/x-executable",
        "7f454c46020101000000000000000000030000003e00, application/x-sharedlib",
        "7f454c46010101000000000000000000020003000100, application/x-executable",
        // Mach-O of 32 and 64 bits, both byte orders, and universal
        "feedface0000000700000003000000020000000e, application/x-mach-o-executable",
        "cffaedfe07000001030000000200000010000000, application/x-mach-o-executable",
        "cffaedfe0700000103000000060000001000000000, application/x-mach-o-dylib",
        "cafebabe00000002010000070000000300004000, application/x-mach-o-universal",
        // Java
        "cafebabe0000003d00000a000200030700040c, application/java-vm",
        // A script with an archive behind it
        "23212f62696e2f73680a7461696c202d6e202b320a1f8b0800, application/x-sh"
    })
    void detectsProgramsUnderAnyName(String bytes, String type) {
        byte[] content = HexFormat.of().parseHex(bytes);

        for (String name : new String[] {"a.txt", "a.csv", "photo.png", "none"}) {
            String detected = FileTypes.detect(content, new FileName(name));
            assertThat(detected).isEqualTo(type);
            assertRefused(name, detected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x80, 0xb0, 0xf8, 0x200, 0x7000, 0xfffff})
    void detectsAWindowsProgramWhereverItsSecondHeaderIs(int offset) {
        ByteBuffer program = ByteBuffer.allocate(Math.min(offset + 24, FileTypes.START_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        program.put((byte) 'M').put((byte) 'Z').putInt(0x3c, offset);
        if (offset + 4 < program.capacity()) {
            program.putInt(offset, 'P' | 'E' << 8);
        }

        assertRefused("a.txt", FileTypes.detect(program.array(), new FileName("a.txt")));
    }

    /** All but one of its bytes are printable: a client might try to pass it as text. */
    @ParameterizedTest
    @ValueSource(ints = {0x3c, 0x3f, 0x80, 0x1000, FileTypes.START_BYTES - 1})
    void detectsAWindowsProgramBehindText(int place) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("MZ".getBytes(StandardCharsets.US_ASCII));
        text.writeBytes("x".repeat(FileTypes.START_BYTES - 2).getBytes(StandardCharsets.US_ASCII));
        byte[] content = text.toByteArray();
        content[place] = 0;

        assertRefused("a.txt", FileTypes.detect(content, new FileName("a.txt")));
    }

    /** The name and the declared type of a script still say that it is one. */
    @Test
    void refusesScriptsByTheirNames() {
        byte[] script = "#!/bin/sh\necho 1".getBytes(StandardCharsets.US_ASCII);
        assertRefused("a.sh", "text/plain");
        assertRefused("a.bash", FileTypes.detect(script, new FileName("a.bash")));
        assertRefused("a.txt", "application/x-sh");
        assertRefused("a.txt", "application/x-bat");
    }

    /** A text whose type an operator blocks is recognised as before. */
    @Test
    void refusesTextOfABlockedType() {
        FileTypes strict =
                new FileTypes(new AttachmentSettings(1, Set.of(), Set.of("image/svg+xml", "text/html"), null));
        for (String content :
                new String[] {"<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>", "<!DOCTYPE html><html></html>"}) {
            String detected = FileTypes.detect(content.getBytes(StandardCharsets.US_ASCII), new FileName("a.txt"));
            assertThatThrownBy(() -> strict.requireAllowed(new FileName("a.txt"), detected))
                    .isInstanceOf(ProblemException.class);
        }
    }

    private void assertRefused(String name, String type) {
        assertThatThrownBy(() -> types.requireAllowed(new FileName(name), type)).isInstanceOf(ProblemException.class);
    }
}
