package org.corpuslm.ngram.kenlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MappedFile;

/**
 * The header of a binary file: a text that names the format, numbers with known values (so that
 * another byte order is noticed), the kind of the file, and the number of n-grams of each order.
 *
 * @param type kind of the file
 * @param multiplier buckets of a hash table per entry
 * @param hasWords whether the words follow after the n-grams
 * @param ngrams number of n-grams by order, unigrams first; tries count {@code <unk>}, probing
 *     files only if it was in the ARPA file
 */
record BinaryHeader(BinaryType type, float multiplier, boolean hasWords, List<Long> ngrams) {
  private static final String PREFIX = "mmap lm http://kheafield.com/code ";
  private static final String FORMAT = PREFIX + "format version 5\n\0";
  private static final String INCOMPLETE = PREFIX + "incomplete\n";
  private static final Pattern VERSION =
      Pattern.compile(Pattern.quote(PREFIX + "format version") + " *([0-9]{1,9})");

  /** Length of {@link #FORMAT}, padded. */
  private static final int SANITY = 56;

  private static final int PARAMETERS = SANITY + 32;
  private static final int NGRAMS = PARAMETERS + 20;

  /** Bytes to read for {@link #isBinary}. */
  static final int PREFIX_BYTES = PREFIX.length();

  /** Tells whether a file that begins like this is a binary file, be it whole or not. */
  static boolean isBinary(byte[] start) {
    return start.length >= PREFIX_BYTES
        && new String(start, 0, PREFIX_BYTES, StandardCharsets.ISO_8859_1).equals(PREFIX);
  }

  /** Returns the bytes of the header of a model of some order. */
  static int size(int order) {
    return align(NGRAMS + Long.BYTES * order);
  }

  int size() {
    return size(order());
  }

  int order() {
    return ngrams.size();
  }

  private static int align(int bytes) {
    return bytes + 7 & -8;
  }

  /**
   * Reads the header.
   *
   * @param name of the file, for messages
   * @throws BadInputException if the file is incomplete, of another version or byte order, or
   *     damaged
   */
  static BinaryHeader read(MappedFile file, String name) {
    byte[] start = file.bytes(0, (int) Math.min(file.size(), size(NgramOrder.MAX)));
    checkFormat(start, name);
    if (start.length < NGRAMS) {
      throw truncated(name, file.size(), NGRAMS);
    }
    ByteBuffer in = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    checkSanity(in, name);
    int order = in.get(PARAMETERS) & 0xff;
    float multiplier = in.getFloat(PARAMETERS + 4);
    int type = in.getInt(PARAMETERS + 8);
    int words = in.get(PARAMETERS + 12);
    int version = in.getInt(PARAMETERS + 16);
    if (type < 0 || type >= BinaryType.values().length) {
      throw new BadInputException(
          "%s is a KenLM binary of kind %d; this program knows the kinds 0 to %d. Build it again from the ARPA file"
              .formatted(name, type, BinaryType.values().length - 1));
    }
    BinaryType known = BinaryType.values()[type];
    if (version != known.version()) {
      throw new BadInputException(
          "%s is a KenLM binary (%s) of version %d; this program reads version %d. Build it again from the ARPA file"
              .formatted(name, known.description(), version, known.version()));
    }
    if (order < 2 || order > NgramOrder.MAX) {
      throw new BadInputException(
          "%s is a KenLM binary of order %d; this program reads the orders 2 to %d"
              .formatted(name, order, NgramOrder.MAX));
    }
    if (start.length < size(order)) {
      throw truncated(name, file.size(), size(order));
    }
    List<Long> ngrams = new ArrayList<>();
    for (int k = 0; k < order; k++) {
      ngrams.add(in.getLong(NGRAMS + Long.BYTES * k));
    }
    boolean damaged = ngrams.stream().anyMatch(n -> n < 0 || n >= 1L << 56);
    if (damaged || !(multiplier >= 1 && multiplier < 1e6f) || words < 0 || words > 1) {
      throw new BadInputException(
          "%s is damaged: its header states %s n-grams and %s buckets per n-gram. Build it again from the ARPA file"
              .formatted(name, ngrams, multiplier));
    }
    if (ngrams.get(0) >= Integer.MAX_VALUE - 8) {
      throw new BadInputException(
          "%s has %,d words; this program reads up to %,d"
              .formatted(name, ngrams.get(0), Integer.MAX_VALUE - 9));
    }
    return new BinaryHeader(known, multiplier, words == 1, List.copyOf(ngrams));
  }

  private static void checkFormat(byte[] start, String name) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith(INCOMPLETE)) {
      throw new BadInputException(
          name + " is a KenLM binary whose building was not finished. Build it again");
    }
    if (text.startsWith(FORMAT)) {
      return;
    }
    Matcher version = VERSION.matcher(text);
    if (version.lookingAt() && !version.group(1).equals("5")) {
      throw new BadInputException(
          "%s is a KenLM binary of format version %s; this program reads version 5. Build it again from the ARPA file with a newer build_binary"
              .formatted(name, version.group(1)));
    }
    throw new BadInputException(
        "%s is a damaged or truncated KenLM binary: its first bytes are not those of format version 5. Build it again from the ARPA file"
            .formatted(name));
  }

  private static void checkSanity(ByteBuffer in, String name) {
    if (Arrays.equals(sanity(ByteOrder.LITTLE_ENDIAN), sanity(in))) {
      return;
    }
    if (Arrays.equals(sanity(ByteOrder.BIG_ENDIAN), sanity(in))) {
      throw new BadInputException(
          name
              + " is a KenLM binary that was built on a big-endian machine. Build it again from the ARPA file on a little-endian one");
    }
    throw new BadInputException(
        name
            + " is a KenLM binary that was built on a 32-bit machine, or is damaged: its test values are not those of a 64-bit machine. Build it again from the ARPA file");
  }

  private static byte[] sanity(ByteBuffer in) {
    byte[] found = new byte[PARAMETERS - SANITY];
    in.get(SANITY, found);
    return found;
  }

  /** Returns the numbers with known values. */
  private static byte[] sanity(ByteOrder byteOrder) {
    ByteBuffer out = ByteBuffer.allocate(PARAMETERS - SANITY).order(byteOrder);
    out.putFloat(0).putFloat(1).putFloat(-0.5f).putInt(1).putInt(-1).putInt(0).putLong(1);
    return out.array();
  }

  /** Returns the header as bytes. */
  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(0, FORMAT.getBytes(StandardCharsets.ISO_8859_1));
    out.put(SANITY, sanity(ByteOrder.LITTLE_ENDIAN));
    out.put(PARAMETERS, (byte) order());
    out.putFloat(PARAMETERS + 4, multiplier);
    out.putInt(PARAMETERS + 8, type.ordinal());
    out.put(PARAMETERS + 12, (byte) (hasWords ? 1 : 0));
    out.putInt(PARAMETERS + 16, type.version());
    for (int k = 0; k < order(); k++) {
      out.putLong(NGRAMS + Long.BYTES * k, ngrams.get(k));
    }
    return out.array();
  }

  /** Returns the error for a file that ends too early. */
  static BadInputException truncated(String name, long size, long needed) {
    return new BadInputException(
        "%s is truncated: it has %,d bytes, but its header states at least %,d. Copy it again, or build it again from the ARPA file"
            .formatted(name, size, needed));
  }
}
