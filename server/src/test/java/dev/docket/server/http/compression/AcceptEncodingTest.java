package dev.docket.server.http.compression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    gzip                              | true
                    GZip                              | true
                    x-gzip                            | true
                    gzip, deflate, br, zstd           | true
                    deflate ,  gzip ; q=0.5           | true
                    br;q=1.0, gzip;q=0.8, *;q=0.1     | true
                    *                                 | true
                    *;q=0.001                         | true
                    identity;q=0, *                   | true
                    identity;q=0.5, gzip;q=0.5        | true
                    gzip;q=0, x-gzip                  | true
                    gzip;q=1.000                      | true
                    ,,gzip,                           | true
                    ""                                | false
                    identity                          | false
                    br                                | false
                    gzip;q=0                          | false
                    gzip;q=0.000                      | false
                    gzip;q=0, *                       | false
                    *;q=0                             | false
                    identity, gzip;q=0.9              | false
                    identity;q=0.6, *;q=0.5           | false
                    gzip;q=2                          | false
                    gzip;q=1.001                      | false
                    gzip;q=0.0001                     | false
                    gzip;q=-1                         | false
                    gzip;q=x                          | false
                    gzip;q                            | false
                    gzip;level=9                      | false
                    gzip q=1                          | false
                    gzipped                           | false
                    "gzip"                            | true
                    'gzip'                            | false
                    gzip;gzip                         | false
                    """)
    void saysWhetherToCompress(String header, boolean compress) {
        assertThat(AcceptEncoding.prefersGzip(header)).isEqualTo(compress);
    }

    @Test
    void isNotSentByClientsThatTakeNoCompression() {
        assertThat(AcceptEncoding.prefersGzip(null)).isFalse();
    }
}
