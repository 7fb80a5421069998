package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;

/** Bytes, characters and words of text, counted by hand. */
class TextSizeTest {
  private static TextSize size(String... lines) {
    TextSize.Counter counter = new TextSize.Counter();
    for (String line : lines) {
      byte[] bytes = ("xx" + line + "yy").getBytes(StandardCharsets.UTF_8);
      counter.line(bytes, 2, bytes.length - 4);
    }
    return counter.size();
  }

  @Test
  void theEndOfALineIsAByteAndACharacterButNoWord() {
    assertThat(size()).isEqualTo(TextSize.NONE);
    assertThat(size("")).isEqualTo(new TextSize(1, 1, 0));
    assertThat(size("a bc", "", " d\t")).isEqualTo(new TextSize(5 + 1 + 4, 5 + 1 + 4, 3));
  }

  @Test
  void charactersAreCodePoints() {
    assertThat(size("é")).isEqualTo(new TextSize(3, 2, 1));
    assertThat(size("日本 語")).isEqualTo(new TextSize(11, 5, 2));
    assertThat(size("😀😀")).isEqualTo(new TextSize(9, 3, 1));
    assertThat(size("e\u0301")).isEqualTo(new TextSize(4, 3, 1));
  }

  /** Python: {@code [c for c in map(chr, range(0x110000)) if c.isspace()]}. */
  @Test
  void wordsStandBetweenThePythonWhiteSpace() {
    int[] spaces = {
      0x9, 0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001,
      0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029,
      0x202f, 0x205f, 0x3000
    };
    int found = 0;
    for (int c = 0; c < 0x110000; c++) {
      if (c >= 0xd800 && c < 0xe000) {
        continue;
      }
      long words = size("a" + Character.toString(c) + "b").words();
      assertThat(words).as("U+%04X", c).isBetween(1L, 2L);
      if (words == 2) {
        assertThat(c).isEqualTo(spaces[found++]);
      }
    }
    assertThat(found).isEqualTo(spaces.length);
  }

  @Test
  void aDamagedSizeIsRefused() {
    assertThatThrownBy(() -> new TextSize(-1, 0, 0)).isInstanceOf(BadInputException.class);
  }
}
