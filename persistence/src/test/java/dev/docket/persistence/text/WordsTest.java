package dev.docket.persistence.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Card reader, 42!       | card reader 42",
                "sam.reed@example.com   | sam reed example com",
                "TKT-12                 | tkt 12",
                "O’Brien O'Brien        | o brien o brien",
                "東京都                 | 東京 京都 都",
                "漢                     | 漢",
                "カード123              | カー ード ド 123",
                "ＰＯＳ端末             | pos 端末 末",
                "한국어                 | 한국 국어 어",
                "ไทย                    | ไท ทย ย",
                "ລາວ                    | ລາ າວ ວ",
                "ខ្មែរ                     | ខ្ ្ម មែ ែរ រ",
                "मुंबई शहर                | मुंबई शहर",
                "price: 3½ €            | price 31 2",
            })
    void areTheRunsOfATextAndThePairsOfScriptsWithoutBlanks(String text, String words) {
        assertThat(Words.of(text).stream().map(Words.Word::text).collect(Collectors.joining(" ")))
                .isEqualTo(words);
    }

    @Test
    void areBounded() {
        assertThat(Words.of("x".repeat(300)).get(0).text()).hasSize(100);
        assertThat(Words.of("東".repeat(200_000))).hasSize(100_000);
        assertThat(new SearchVector(1000)
                        .add("東京".repeat(50_000), 'A')
                        .toString()
                        .length())
                .isLessThan(2000);
    }
}
