package dev.docket.persistence.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Normalizer2;
import dev.docket.persistence.testing.EachSeed;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {

    /** Both are folded to the same text. Escapes are those of Java. */
    @ParameterizedTest
    @CsvSource({
        "Weißstraße, WEISSSTRASSE",
        "ΟΔΟΣ, οδος",
        "Ὀδυσσεύς, οδυσσευσ",
        "أحمد, احمد",
        "إسلام, اسلام",
        "آمال, امال",
        "مُحَمَّد, محمد",
        "محـــمد, محمد",
        "کتاب, كتاب",
        "مدرسة, مدرسه",
        "שָׁלוֹם, שלום",
        "Łukasz, lukasz",
        "Søren, soren",
        "Đorđe, dorde",
        "Æsir, aesir",
        "cœur, COEUR",
        "Þór, thor",
        "Iğdır, ıgdir",
        "İstanbul, istanbul",
        "Ёлка, елка",
        "Київ, киів",
        "ＦＵＬＬ　ｗｉｄｔｈ, full width",
        "ﬁne, fine",
        "ｶｰﾄﾞ, カード",
        "Café, Cafe\u0301",
        "Việt Nam, viet nam",
        "क़लम, कलम",
        "Kredit\u00ADkarte, kreditkarte",
        "\uFEFFTerminal, terminal",
        "a\u200Bb\u200Cc\u200Dd\u2060e\uFE0F, abcde",
        "٤١٥٥٥٥, 415555",
        "۴۱۵, 415",
        "४१५, 415",
        "１２, 12",
        "한글, \u1112\u1161\u11AB\u1100\u1173\u11AF",
        "O\u02BCBrien, o'brien",
        "Nguyễn, NGUYÊ\u0303N",
    })
    void makesTheSameOf(String one, String other) {
        assertThat(Folding.fold(one)).isEqualTo(Folding.fold(other));
    }

    /** Without their marks these would be other letters. */
    @ParameterizedTest
    @CsvSource({"ハハ, パパ", "か, が", "กา, กิ", "की, कि", "漢, 字", "ក, កា", "က, ကိ", "ش, س", "ש, ס", "é, f"})
    void keepsApart(String one, String other) {
        assertThat(Folding.fold(one)).isNotEqualTo(Folding.fold(other));
    }

    /** Every fifth text is of ASCII, which is folded without ICU. */
    @EachSeed
    void isDoneByFoldingOnceAndIsTheSameInEveryNormalForm(long seed) {
        Random random = new Random(seed);
        List<Normalizer2> forms = List.of(
                Normalizer2.getNFCInstance(),
                Normalizer2.getNFDInstance(),
                Normalizer2.getNFKCInstance(),
                Normalizer2.getNFKDInstance());
        for (int i = 0; i < 20_000; i++) {
            String text = text(random, i % 5 == 0 ? 0x80 : 0x20000);
            String folded = Folding.fold(text);

            assertThat(Folding.fold(folded)).as(escaped(text)).isEqualTo(folded);
            for (Normalizer2 form : forms) {
                assertThat(Folding.fold(form.normalize(text))).as(escaped(text)).isEqualTo(folded);
            }
        }
    }

    private static String text(Random random, int end) {
        return random.ints(1 + random.nextInt(6), 0, end)
                .filter(character -> character < 0xD800 || character > 0xDFFF)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.codePoints().mapToObj("U+%04X"::formatted).collect(Collectors.joining(" "));
    }
}
