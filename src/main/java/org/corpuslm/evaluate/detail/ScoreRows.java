package org.corpuslm.evaluate.detail;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.score.HeldOutPartition;
import org.corpuslm.evaluate.score.HeldOutScores;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;

/**
 * Scores of one model as plain text with tabs between the columns: a row per line of the text, or a
 * row per token. Tasks format the rows of a partition without the line numbers, which depend on the
 * partitions before; the driver adds these.
 */
final class ScoreRows {
  private static final double LN2 = Math.log(2);
  private static final int FLUSH = 1 << 16;

  private ScoreRows() {}

  /**
   * The rows of one partition, without line numbers.
   *
   * @param packed for each sentence: its line in the partition (from 1), its row, its number of
   *     tokens, and the row of each token
   * @param lines number of lines in the partition
   */
  record Part(byte[] packed, long lines) implements Serializable {

    /**
     * Writes the rows.
     *
     * @param before number of lines of the text before this partition
     * @param perLine receives the rows of lines; may be null
     * @param perToken receives the rows of tokens; may be null
     */
    void write(long before, OutputStream perLine, OutputStream perToken) throws IOException {
      ByteSource in = new ByteSource(packed);
      ByteSink line = new ByteSink(2 * FLUSH);
      ByteSink token = new ByteSink(2 * FLUSH);
      while (in.hasMore()) {
        byte[] number = (before + in.varlong() + "\t").getBytes(StandardCharsets.US_ASCII);
        copy(number, in, line);
        for (int n = in.varint(); n > 0; n--) {
          copy(number, in, token);
        }
        if (line.size() + token.size() > FLUSH) {
          drain(line, perLine);
          drain(token, perToken);
        }
      }
      drain(line, perLine);
      drain(token, perToken);
    }

    private static void copy(byte[] number, ByteSource in, ByteSink to) {
      to.put(number, 0, number.length);
      byte[] row = in.bytes(in.varint());
      to.put(row, 0, row.length);
    }

    private static void drain(ByteSink rows, OutputStream to) throws IOException {
      if (to == null) {
        rows.clear();
      } else {
        rows.drainTo(to);
      }
    }
  }

  static String perLineHeader(boolean normalized) {
    return "line\tlog10\ttokens\toov\t" + (normalized ? "perplexity" : "score") + "\n";
  }

  static String perTokenHeader() {
    return "sentence_id\ttoken_id\ttoken\tsurprisal\n";
  }

  /**
   * Formats the rows of a partition.
   *
   * @param lines line numbers of its sentences
   */
  static Part of(HeldOutScores scores, HeldOutPartition.LineNumbers lines) {
    EncodedText text = scores.text(0);
    Vocabulary vocabulary = scores.vocabulary(0);
    double[] lnP = scores.lnP(0);
    int[] ids = text.ids();
    ByteSink out = new ByteSink(1 << 16);
    ByteSink row = new ByteSink(1 << 8);
    long sentences = 0;
    for (int from = 0, to; from < ids.length; from = to) {
      to = Vocabulary.endOfSentence(ids, from);
      out.varlong(lines.of(sentences++));
      double sum = 0;
      int oov = 0;
      for (int i = from; i < to; i++) {
        sum += lnP[i];
        oov += ids[i] == Vocabulary.UNK ? 1 : 0;
      }
      text(row, number(sum / DetailsFile.LN10) + "\t" + (to - from) + "\t" + oov + "\t");
      text(row, number(Math.exp(-sum / (to - from))) + "\n");
      pack(row, out);
      out.varint(to - from);
      for (int i = from; i < to; i++) {
        text(row, (i - from + 1) + "\t");
        byte[] form = text.form(vocabulary, i);
        row.put(form, 0, form.length);
        text(row, "\t" + number(0 - lnP[i] / LN2) + "\n");
        pack(row, out);
      }
    }
    return new Part(out.take(), lines.total(sentences));
  }

  private static void text(ByteSink row, String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    row.put(bytes, 0, bytes.length);
  }

  private static void pack(ByteSink row, ByteSink out) {
    out.varint(row.size());
    out.put(row);
    row.clear();
  }

  /** Formats a number so that it reads back exactly; infinity as C, Python and R write it. */
  private static String number(double value) {
    return Double.isInfinite(value) ? value < 0 ? "-inf" : "inf" : String.valueOf(value + 0.0);
  }
}
