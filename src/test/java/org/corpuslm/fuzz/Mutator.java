package org.corpuslm.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages valid input: bits and ranges of bytes, lines and numbers of text. */
public final class Mutator {
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    256,
    65535,
    65536,
    1 << 24,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE - 8,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x0101010101010101L
  };
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "-1",
    "2",
    "7",
    "255",
    "65536",
    "2147483647",
    "-2147483648",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "99999999999999999999999999",
    "1e999",
    "-1e999",
    "1e-999",
    "0.5",
    "NaN",
    "-NaN",
    "Infinity",
    "-Infinity",
    "inf",
    "-99",
    "-100",
    "1.7976931348623157e308",
    "0x10",
    "1_000",
    "",
    "-",
    ".",
    "+1",
    "1e",
    "\u0663",
    "null",
    "true",
    "\"1\"",
    "[]",
    "{}"
  };
  private static final String[] PIECES = {
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\u0085",
    "\u2028",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\u00e9",
    "e\u0301",
    "\ud83d\ude00",
    "<s>",
    "</s>",
    "<unk>",
    "\\",
    "\"",
    "'",
    "\"\"\"",
    "`",
    "$",
    "${",
    "${x}",
    "${?x}",
    "}",
    "{",
    "[",
    "]",
    ",",
    ":",
    "=",
    "+=",
    "#",
    "//",
    "../",
    "/",
    "..",
    "~",
    "%",
    "%s",
    "%d",
    "*",
    "null",
    "include \"x\"",
    "\\data\\",
    "\\end\\",
    "\\1-grams:",
    "\\2-grams:",
    "ngram 1=",
    "--",
    "@",
    "file:",
    "a:b"
  };
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d[\\d.eE+-]*");

  private final SplittableRandom random;

  public Mutator(SplittableRandom random) {
    this.random = random;
  }

  /** Damages bytes in one to a few places. */
  public byte[] bytes(byte[] valid) {
    byte[] b = valid.clone();
    for (int n = 1 + random.nextInt(1 + random.nextInt(4)); n > 0; n--) {
      b = once(b);
    }
    return b;
  }

  private byte[] once(byte[] b) {
    if (b.length == 0) {
      return junk(1 + random.nextInt(40));
    }
    int from = random.nextInt(b.length);
    int length = 1 + random.nextInt(Math.min(b.length - from, 1 + random.nextInt(64)));
    int at = random.nextInt(b.length + 1);
    switch (random.nextInt(10)) {
      case 0:
      case 1:
        b[from] ^= (byte) (1 << random.nextInt(8));
        return b;
      case 2:
        b[from] = (byte) random.nextInt(256);
        return b;
      case 3:
        return Arrays.copyOf(b, from);
      case 4: // a range is lost
        return insert(Arrays.copyOf(b, from), from, Arrays.copyOfRange(b, from + length, b.length));
      case 5: // a range stands twice, or elsewhere too
        return insert(b, at, Arrays.copyOfRange(b, from, from + length));
      case 6:
        return insert(b, at, junk(length));
      case 7: // one range over another
        System.arraycopy(b, from, b, random.nextInt(b.length - length + 1), length);
        return b;
      case 8:
        return extreme(b, from);
      default:
        return insert(
            b, at, PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
    }
  }

  private byte[] extreme(byte[] b, int from) {
    ByteBuffer number =
        ByteBuffer.allocate(8)
            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long value = EXTREMES[random.nextInt(EXTREMES.length)];
    int width = random.nextBoolean() ? 4 : 8;
    if (width == 4) {
      number.putInt((int) value);
    } else {
      number.putLong(value);
    }
    System.arraycopy(number.array(), 0, b, from, Math.min(width, b.length - from));
    return b;
  }

  /** Any bytes, often many of them the same. */
  public byte[] junk(int length) {
    byte[] junk = new byte[length];
    if (random.nextInt(3) == 0) {
      Arrays.fill(junk, (byte) random.nextInt(256));
    } else {
      random.nextBytes(junk);
    }
    return junk;
  }

  private static byte[] insert(byte[] into, int at, byte[] more) {
    byte[] all = Arrays.copyOf(into, into.length + more.length);
    System.arraycopy(into, at, all, at + more.length, into.length - at);
    System.arraycopy(more, 0, all, at, more.length);
    return all;
  }

  /** Damages a text that is made of lines: lines, numbers, single characters. */
  public String text(String valid) {
    String text = valid;
    for (int n = 1 + random.nextInt(1 + random.nextInt(4)); n > 0; n--) {
      text = onceText(text);
    }
    return text;
  }

  private String onceText(String text) {
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(8)) {
      case 0, 1 -> lines(text);
      case 2, 3 -> number(text);
      case 4 -> text.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + text.substring(at);
      case 5 -> {
        int to = Math.min(text.length(), at + 1 + random.nextInt(12));
        yield text.substring(0, at) + text.substring(to);
      }
      case 6 -> text.substring(0, at);
      default -> {
        String open = random.nextBoolean() ? "[" : "{";
        int depth = 1 << random.nextInt(random.nextInt(8) == 0 ? 15 : 7);
        yield text.substring(0, at) + open.repeat(depth) + text.substring(at);
      }
    };
  }

  /** A line is lost, doubled, swapped with another or moved. */
  private String lines(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    int one = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    switch (random.nextInt(4)) {
      case 0 -> lines.remove(one);
      case 1 -> lines.add(other, lines.get(one));
      case 2 -> Collections.swap(lines, one, other);
      default -> lines.add(other == lines.size() ? 0 : other, lines.remove(one));
    }
    return String.join("\n", lines);
  }

  /** A number becomes another one, or none. */
  public String number(String text) {
    List<MatchResult> found = NUMBER.matcher(text).results().toList();
    if (found.isEmpty()) {
      return text;
    }
    MatchResult one = found.get(random.nextInt(found.size()));
    String other =
        random.nextInt(3) == 0
            ? found.get(random.nextInt(found.size())).group()
            : NUMBERS[random.nextInt(NUMBERS.length)];
    return text.substring(0, one.start()) + other + text.substring(one.end());
  }

  /** One of the strings that readers trip over. */
  public String piece() {
    return PIECES[random.nextInt(PIECES.length)];
  }

  /** One of the numbers, or what stands in for one. */
  public String number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }
}
