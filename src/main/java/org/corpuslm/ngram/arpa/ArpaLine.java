package org.corpuslm.ngram.arpa;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.BadInputException;

/**
 * One line of an ARPA file, split at spaces and tabs. An n-gram is log10 p, its words and, below
 * the highest order, optionally log10 of its back-off weight. Mutable: {@link #set} replaces the
 * content.
 *
 * <p>The logarithm of 0 is written {@code -inf} or, by most tools, {@value #ZERO}. Smaller
 * probabilities count as 0 too, because no estimated probability is that small. A smaller back-off
 * weight is taken literally: the CMU-Cambridge toolkit writes -99.999 for contexts that leave
 * almost nothing to other words, and a zero would make every other word impossible.
 */
final class ArpaLine {
  /** The customary log10 of 0. */
  static final double ZERO = -99;

  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[-+]?[0-9]*,[0-9]+([eE][-+]?[0-9]+)?");

  private static final double[] POWERS = new double[23];

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private final String file;
  private final boolean allowPositive;
  private final boolean literal;
  private byte[] buf = new byte[0];
  private long number;
  private final int[] starts = new int[NgramOrder.MAX + 3];
  private final int[] ends = new int[NgramOrder.MAX + 3];
  private int fields;

  /** Creates a line whose numbers are not read. */
  ArpaLine(String file) {
    this(file, false, false);
  }

  /**
   * Creates a line.
   *
   * @param config the rules for reading its numbers
   * @param file name of the file, for messages
   */
  ArpaLine(ImportConfig config, String file) {
    this(file, config.allowPositive(), config.literalLogs());
  }

  private ArpaLine(String file, boolean allowPositive, boolean literal) {
    this.file = file;
    this.allowPositive = allowPositive;
    this.literal = literal;
  }

  /** Takes a line of a buffer, which must not change while the line is used. */
  void set(byte[] bytes, int off, int len, long lineNumber) {
    buf = bytes;
    number = lineNumber;
    fields = 0;
    int end = off + len;
    int i = off;
    while (true) {
      while (i < end && isSpace(bytes[i])) {
        i++;
      }
      if (i == end) {
        return;
      }
      int start = i;
      while (i < end && !isSpace(bytes[i])) {
        i++;
      }
      if (fields < starts.length) {
        starts[fields] = start;
        ends[fields] = i;
      }
      fields++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == 0;
  }

  /** Returns whether the line has no fields. */
  boolean isEmpty() {
    return fields == 0;
  }

  /**
   * Returns whether the line begins with a backslash, such as {@code \data\} and {@code \1-grams:}.
   */
  boolean isMark() {
    return fields > 0 && buf[starts[0]] == '\\';
  }

  /** Returns the fields, joined by single spaces. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int f = 0; f < Math.min(fields, starts.length); f++) {
      text.append(f == 0 ? "" : " ").append(field(f));
    }
    return text.toString();
  }

  private String field(int f) {
    return new String(buf, starts[f], ends[f] - starts[f], StandardCharsets.UTF_8);
  }

  /**
   * Checks that the line is an n-gram of an order: log10 p, the words, and optionally a back-off
   * weight.
   *
   * @throws BadInputException if it is not
   */
  void checkNgram(int order) {
    boolean fits = fields == order + 1 || (fields == order + 2 && isNumber(order + 1));
    if (!fits) {
      throw error(
          "section \\%d-grams: needs lines of log10 p, %d words and perhaps a back-off weight; this"
              + " one has %d fields. Words cannot hold white space; if the line is cut or belongs"
              + " elsewhere, write the file again",
          order, order, fields);
    }
  }

  /**
   * Returns log10 p of the n-gram; −∞ for a probability of 0.
   *
   * @throws BadInputException if it is not the logarithm of a probability
   */
  double logProb() {
    double value = number(0, "log10 p");
    if (value > 0 && !allowPositive) {
      throw error(
          "log10 p is %s, but a probability is at most 1, so its logarithm at most 0. If it is a"
              + " little above 0 by rounding, --allow-positive takes it for 0; else the tool that"
              + " wrote the file is wrong, or this is no p: write the file again",
          field(0));
    }
    return value <= ZERO && !literal ? Double.NEGATIVE_INFINITY : Math.min(0, value);
  }

  /** Returns the number at the beginning of the line; NaN if there is none. */
  double firstNumber() {
    return parse(buf, starts[0], ends[0]);
  }

  /**
   * Returns log10 of the back-off weight of the n-gram; 0 if it has none.
   *
   * @throws BadInputException if it is not a number
   */
  double backoff(int order) {
    double value = fields == order + 2 ? number(order + 1, "the back-off weight") : 0;
    return value == ZERO && !literal ? Double.NEGATIVE_INFINITY : value;
  }

  private double number(int f, String what) {
    double value = parse(buf, starts[f], ends[f]);
    if (hasDecimalComma(f)) {
      throw error(
          "%s is '%s', with a decimal comma. Write the file again with LC_ALL=C, or convert it,"
              + " columns being separated by tabs:"
              + " awk 'BEGIN{FS=OFS=\"\\t\"}NF>1{sub(\",\",\".\",$1);sub(\",\",\".\",$3)}1'",
          what, field(f));
    }
    if (Double.isNaN(value) || value == Double.POSITIVE_INFINITY) {
      throw error(
          "%s is '%s', which is no finite number. The estimation that wrote it failed there:"
              + " estimate and write the model again",
          what, field(f));
    }
    return value;
  }

  private boolean isNumber(int f) {
    return !Double.isNaN(parse(buf, starts[f], ends[f]))
        || field(f).equalsIgnoreCase("nan")
        || hasDecimalComma(f);
  }

  private boolean hasDecimalComma(int f) {
    int length = ends[f] - starts[f];
    if (length > 40) {
      return false;
    }
    for (int i = starts[f]; i < ends[f]; i++) {
      if (buf[i] == ',') {
        return DECIMAL_COMMA.matcher(field(f)).matches();
      }
    }
    return false;
  }

  /** Returns the id of word w, counted from 1; −1 if the vocabulary lacks it. */
  int find(int w, Vocabulary vocabulary) {
    return vocabulary.find(buf, starts[w], ends[w] - starts[w]);
  }

  /** Returns the UTF-8 of word w, counted from 1. */
  byte[] word(int w) {
    return Arrays.copyOfRange(buf, starts[w], ends[w]);
  }

  /** Returns an error that names the file and the line. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would need a dependency
  BadInputException error(String message, Object... arguments) {
    return new BadInputException("%s:%d: ".formatted(file, number) + message.formatted(arguments));
  }

  /**
   * Returns a decimal number, correctly rounded; NaN if the bytes are not one. Numbers of more than
   * 15 digits are left to the JDK.
   */
  static double parse(byte[] b, int from, int to) {
    int i = from;
    boolean negative = i < to && b[i] == '-';
    if (i < to && (b[i] == '-' || b[i] == '+')) {
      i++;
    }
    long digits = 0;
    int n = 0;
    int scale = 0;
    boolean point = false;
    for (; i < to && n <= 15; i++) {
      if (b[i] >= '0' && b[i] <= '9') {
        digits = digits * 10 + (b[i] - '0');
        n++;
        scale += point ? 1 : 0;
      } else if (b[i] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (i == to && n > 0 && n <= 15) {
      double value = digits / POWERS[scale]; // both exact, so correctly rounded
      return negative ? -value : value;
    }
    return parseLong(new String(b, from, to - from, StandardCharsets.ISO_8859_1));
  }

  private static double parseLong(String text) {
    String bare = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (bare.equalsIgnoreCase("inf") || bare.equalsIgnoreCase("infinity")) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (bare.isEmpty() || !bare.chars().allMatch(c -> "0123456789.eE+-".indexOf(c) >= 0)) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
