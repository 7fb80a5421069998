package org.corpuslm.labeled.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spans begin and end where conlleval says. */
class SpansTest {
  @ParameterizedTest
  @CsvSource({
    "O O, ''",
    "B-A I-A O, 0-2A",
    "B-A B-A, 0-1A 1-2A",
    "I-A I-A O I-A, 0-2A 3-4A", // the older scheme, IOB1
    "B-A I-B, 0-1A 1-2B",
    "I-A B-A, 0-1A 1-2A",
    "S-A S-A B-B I-B E-B O, 0-1A 1-2A 2-5B", // IOBES
    "E-A E-A, 0-1A 1-2A",
    "E-A I-A, 0-1A 1-2A",
    "B-A E-A I-A, 0-2A 2-3A",
    "O B-A-B, 1-2A-B"
  })
  void asConlleval(String labels, String expected) {
    List<String> found =
        Spans.of(List.of(labels.split(" "))).stream()
            .map(s -> s.from() + "-" + s.to() + s.type())
            .toList();
    assertThat(String.join(" ", found)).isEqualTo(expected);
  }

  @Test
  void labelsThatMarkSpans() {
    assertThat(Spans.areMarkedBy(List.of("O", "B-PER", "I-PER"))).isTrue();
    assertThat(Spans.areMarkedBy(List.of("O"))).isFalse();
    assertThat(Spans.areMarkedBy(List.of("B-PER", "NOUN"))).isFalse();
  }
}
