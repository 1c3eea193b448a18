package dev.docket.persistence.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "+1 (415) 555-0142, 4155550142",
        "+1 (415) 555-0142, 14155550142",
        "+1 (415) 555-0142, 555-0142",
        "+14155550142, (415) 555-0142",
        "(415) 555-0142, +1 415 555 0142",
        "555-0142, +1 (415) 555-0142",
        "+1 (415) 555-0142 ext. 23, 415.555.0142",
        "+1 (415) 555-0142, 415-555-0142 x23",
        "+1 415 555 0142;ext=7, 4155550142",
        "٠٤١٥٥٥٥٠١٤٢, 4155550142",
        "+1 415 555 0142, ４１５５５５０１４２",
        "+44 20 7946 0958, 020 7946 0958",
        "020 7946 0958, 0044 20 7946 0958",
        "+7 912 345-67-89, 8 (912) 345-67-89",
        "+47 22 12 34 56, 22123456",
        "+36 30 123 4567, 06 30 123 4567",
        "+52 55 1234 5678, 044 55 1234 5678",
        "+49 30 901820, 030 901820",
        "+33 1 23 45 67 89, 01 23 45 67 89",
    })
    void findOneAnother(String stored, String searched) {
        assertThat(PhoneNumbers.words(stored)).containsAnyElementsOf(PhoneNumbers.wanted(searched));
    }

    @ParameterizedTest
    @CsvSource({
        "+1 (415) 555-0142, 4155550143",
        "+1 (415) 555-0142, 2125550142",
        "+1 (415) 555-0142, 0142",
        "+44 20 7946 0958, 020 7946 0959",
        "555-0142, 555-0143"
    })
    void doNotFindOthers(String stored, String searched) {
        assertThat(PhoneNumbers.words(stored)).doesNotContainAnyElementsOf(orNothing(PhoneNumbers.wanted(searched)));
    }

    private static List<String> orNothing(List<String> words) {
        return words.isEmpty() ? List.of("nothing") : words;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123456", "TX-2049811", "1234567a", "sam@example.com", "+", "2026-11-30T10", "1-2"})
    void areNotFoundInOtherTexts(String text) {
        assertThat(PhoneNumbers.wanted(text)).isEmpty();
    }
}
