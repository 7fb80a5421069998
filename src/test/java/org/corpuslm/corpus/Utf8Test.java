package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Our check of UTF-8 against the decoder of the JDK. */
class Utf8Test {
  /** First and last of everything that the encoding treats in its own way. */
  private static final List<String> SEQUENCES =
      List.of(
          "00",
          "41",
          "7f", // ASCII
          "c280",
          "dfbf", // two bytes
          "e0a080",
          "ecbfbf",
          "ed9fbf",
          "ee8080",
          "efbfbf", // three bytes
          "f0908080",
          "f48fbfbf", // four bytes
          "80",
          "bf",
          "c0",
          "c1",
          "f5",
          "f8",
          "ff", // never first, or never at all
          "c080",
          "c1bf",
          "e08080",
          "e09fbf",
          "f0808080",
          "f08fbfbf", // overlong
          "eda080",
          "edbfbf", // surrogates
          "f4908080", // above U+10FFFF
          "c3",
          "e2",
          "e282",
          "f0",
          "f09f",
          "f09f98", // cut short
          "c341",
          "e24180",
          "e28241",
          "f0418080",
          "f09f4180",
          "f09f9841"); // broken off

  @Example
  void everyEdgeAtEveryPlaceInALine() {
    for (String first : SEQUENCES) {
      for (String second : SEQUENCES) {
        for (int before = 0; before < 18; before++) {
          check("a".repeat(before), first + second, "b".repeat(before % 5));
        }
      }
    }
  }

  @Example
  void everyPairOfBytes() {
    for (int pair = 0; pair < 1 << 16; pair++) {
      byte[] bytes = {(byte) (pair >> 8), (byte) pair, (byte) 0x80, (byte) 0x80};
      for (int length = 2; length <= 4; length++) {
        assertThat(Utf8.firstInvalid(bytes, 0, length)).isEqualTo(slowly(bytes, 0, length));
      }
    }
  }

  @Property
  void anyBytes(@ForAll byte[] bytes) {
    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(slowly(bytes, 0, bytes.length));
  }

  @Property
  void anyMixOfEdges(@ForAll Random random, @ForAll @IntRange(max = 30) int parts) {
    List<String> hex = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      // Mostly valid, so that the whole line is looked at.
      hex.add(SEQUENCES.get(random.nextInt(random.nextInt(8) == 0 ? SEQUENCES.size() : 12)));
    }
    byte[] bytes = HexFormat.of().parseHex(String.join("", hex));
    int off = random.nextInt(bytes.length + 1);
    int len = random.nextInt(bytes.length - off + 1);
    assertThat(Utf8.firstInvalid(bytes, off, len)).isEqualTo(slowly(bytes, off, len));
  }

  @Property
  void anyText(@ForAll String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(-1);
  }

  private static void check(String before, String hex, String after) {
    byte[] bytes =
        TextFiles.concat(
            before.getBytes(StandardCharsets.UTF_8),
            HexFormat.of().parseHex(hex),
            after.getBytes(StandardCharsets.UTF_8));
    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length))
        .as("%s %s %s", before, hex, after)
        .isEqualTo(slowly(bytes, 0, bytes.length));
  }

  private static int slowly(byte[] bytes, int off, int len) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, off, len);
    CharBuffer out = CharBuffer.allocate(len + 1);
    CoderResult result = decoder.decode(in, out, true);
    return result.isError() ? in.position() : -1;
  }
}
