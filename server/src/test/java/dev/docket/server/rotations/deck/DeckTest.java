package dev.docket.server.rotations.deck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeckTest {
    @Test
    void dealsThePrefixOnceAndTheCycleForever() {
        Deck deck = new Deck(List.of(7, 7, 0, 1), 2);
        assertThat(LongStream.range(0, 8).map(deck::pickAt)).containsExactly(7L, 7L, 0L, 1L, 0L, 1L, 0L, 1L);
        assertThat(deck.pickAt(Long.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void hasNoPicksWithoutEligibleMembers() {
        assertThat(Deck.EMPTY.isEmpty()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> Deck.EMPTY.pickAt(0));
    }

    @Test
    void refusesACycleOutsideOfThePicksAndATurnBeforeTheFirst() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Deck(List.of(0), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Deck(List.of(0), 0).pickAt(-1));
    }
}
