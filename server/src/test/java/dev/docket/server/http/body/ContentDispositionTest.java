package dev.docket.server.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDispositionTest {

    /** The header as it is sent, and the name that was meant. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
                    # Which of two names counts, in any order (RFC 6266, 4.3)
                    form-data; name="file"; filename*=UTF-8''%E6%BC%A2.pdf; filename="__.pdf"       | 漢.pdf
                    form-data; name="file"; filename="__.pdf"; filename*=UTF-8''%E6%BC%A2.pdf       | 漢.pdf
                    form-data; filename*=UTF-8''a.txt; name="file"                                  | a.txt
                    form-data; name="file"; FileName*=utf-8'de'M%C3%BCller.txt                      | Müller.txt
                    form-data; name="file"; filename*=iso-8859-1''M%FCller.txt                      | Müller.txt
                    form-data; name="file"; filename*="UTF-8''quoted%20too.txt"                     | quoted too.txt
                    form-data; name="file"; filename*=UTF-8''it's%20%22q%22.txt                     | it's "q".txt
                    # One that cannot be decoded does not count
                    form-data; name="file"; filename*=UTF-8''%E6%BC; filename="plain.txt"           | plain.txt
                    form-data; name="file"; filename*=UTF-8''%zz.txt; filename="plain.txt"          | plain.txt
                    form-data; name="file"; filename*=UTF-8''%4; filename="plain.txt"               | plain.txt
                    form-data; name="file"; filename*=KOI8-R''%C1; filename="plain.txt"             | plain.txt
                    form-data; name="file"; filename*=plain.txt; filename="other.txt"               | other.txt
                    form-data; name="file"; filename*=UTF-8''; filename="plain.txt"                 | plain.txt
                    form-data; name="file"; filename*0="a"; filename*1="b.txt"                      | none
                    # Quoted pairs, of the JDK, curl and Python
                    form-data; name="file"; filename="5\\" tablet.txt"                              | 5" tablet.txt
                    form-data; name="file"; filename="it's \\"q\\".txt"                             | it's "q".txt
                    form-data; name="file"; filename="a\\\\b.txt"                                   | a\\b.txt
                    form-data; name="file"; filename="\\"\\""                                       | ""
                    form-data; name="file"; filename="a\\\\\\"b.txt"                                | a\\"b.txt
                    # Quotation marks as they are, of form-data for Node
                    form-data; name="file"; filename="it's "q".txt"                                 | it's "q".txt
                    form-data; filename=""q" 1.txt"; name="file"                                    | "q" 1.txt
                    # Percent encoding, of browsers: of these characters only
                    form-data; name="file"; filename="5%22 tablet.txt"                              | 5" tablet.txt
                    form-data; name="file"; filename="100%25.txt"                                   | 100%25.txt
                    form-data; name="file"; filename="%E6%BC%A2.txt"                                | %E6%BC%A2.txt
                    form-data; name="file"; filename="a%20b;c=d.txt"                                | a%20b;c=d.txt
                    # Paths, of old browsers: their backslashes quote nothing
                    form-data; name="file"; filename="C:\\Users\\ana\\new.txt"                      | C:\\Users\\ana\\new.txt
                    form-data; name="file"; filename="/home/ana/new.txt"                            | /home/ana/new.txt
                    # Forms of writing
                    form-data;name=file;filename=new.txt                                            | new.txt
                    form-data; name=file; filename=my new file.txt                                  | my new file.txt
                    FORM-DATA ; NAME = "file" ; FILENAME = "new.txt" ;                              | new.txt
                    form-data; name="file"; filename="漢字 🎫.txt"                                   | 漢字 🎫.txt
                    form-data; name="file"; filename="=?UTF-8?Q?a?="                                | =?UTF-8?Q?a?=
                    form-data; name="file"; size=12; filename="new.txt"; creation-date="x"          | new.txt
                    form-data; name="file"; filename=""                                             | ``
                    form-data; name="file"                                                          | none
                    """)
    void givesTheNameThatWasMeant(String header, String fileName) {
        ContentDisposition disposition = ContentDisposition.parse(header).orElseThrow();

        assertThat(disposition.type()).isEqualTo("form-data");
        assertThat(disposition.name()).isEqualTo("file");
        assertThat(disposition.fileName()).isEqualTo(fileName);
    }

    /** A line end is decoded, so that the caller can reject it. */
    @Test
    void decodesLineEnds() {
        assertThat(ContentDisposition.parse("form-data; name=file; filename=\"a%0D%0ab\"")
                        .map(ContentDisposition::fileName))
                .contains("a\r\nb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data; name=\"file",
                "form-data; name=\"file\"; filename=\"C:\\dir\\\"",
                "form-data; name=\"file\"; filename=\"a\"; filename=\"b\"",
                "form-data; name=\"file\"; filename*=UTF-8''a; FILENAME*=UTF-8''b",
                "form-data; name",
                "form-data; =x",
                "form-data name=\"file\""
            })
    void refusesWhatHasTwoMeanings(String header) {
        assertThat(ContentDisposition.parse(header)).isEqualTo(Optional.empty());
    }

    /** The header of a part has at most 4 KiB. */
    @ParameterizedTest
    @ValueSource(strings = {"\\\"", "\\a", "a\\", ";", "\"", "\" ", "%22", " = ", "\\\\\"; a=\""})
    void isReadWhateverItRepeats(String piece) {
        String header = "form-data; name=\"file\"; filename=\"" + piece.repeat(4 * 1024 / piece.length());

        assertThatCode(() -> ContentDisposition.parse(header)).doesNotThrowAnyException();
        assertThatCode(() -> ContentDisposition.parse(header + "\"")).doesNotThrowAnyException();
    }
}
