package org.corpuslm.evaluate.score;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.KeptLines;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.PublishedFile;

/**
 * A piece of held-out text that one task scores: a file of a prepared corpus or a range of a plain
 * text file.
 *
 * @param name name of the piece in reports
 * @param path path of the corpus file; null for plain text
 * @param file entry of the corpus file in its manifest; null for plain text
 * @param text range of a plain text file; null for a corpus file
 * @param spec settings that turn plain text into words; null for a corpus file
 */
public record HeldOutPartition(
    String name, String path, PublishedFile file, TextSplit text, TextSpec spec)
    implements Serializable {
  private static final double BYTES_PER_TOKEN = 6;

  /** Returns a file of a prepared corpus. */
  public static HeldOutPartition ofCorpus(String directory, PublishedFile file) {
    return new HeldOutPartition(file.path(), directory + "/" + file.path(), file, null, null);
  }

  /** Returns a range of a plain text file. */
  public static HeldOutPartition ofText(TextSplit text, TextSpec spec) {
    return new HeldOutPartition(
        "%s@%d".formatted(text.file().name(), text.start()), null, null, text, spec);
  }

  /** Returns whether this is plain text, which every model splits into words of its own. */
  boolean isPlain() {
    return text != null;
  }

  /** Returns this range of a plain text file with other settings that turn it into words. */
  HeldOutPartition with(TextSpec other) {
    return new HeldOutPartition(name, path, file, text, other);
  }

  /**
   * Returns the number of tokens, {@code </s>} included; for plain text an estimate from the bytes.
   */
  public double tokensAbout() {
    return text == null ? file.rows() : (text.end() - text.start()) / BYTES_PER_TOKEN;
  }

  /**
   * Reads all tokens.
   *
   * @param vocabulary the vocabulary of the ids; for a corpus file its own vocabulary
   */
  public EncodedText read(Configuration conf, Vocabulary vocabulary) throws IOException {
    if (text != null) {
      return EncodedText.of(conf, text, spec, vocabulary);
    }
    return EncodedText.read(conf, path, file, vocabulary.size());
  }

  /**
   * Line numbers of the sentences in a partition.
   *
   * @param lines line of each sentence, counted from 1; null if every line is a sentence
   * @param all number of lines, if not all of them are sentences
   */
  public record LineNumbers(long[] lines, long all) {
    /** Returns the line, counted from 1, of a sentence, counted from 0. */
    public long of(long sentence) {
      return lines == null ? sentence + 1 : lines[Math.toIntExact(sentence)];
    }

    /**
     * Returns the number of lines.
     *
     * @param sentences number of sentences in the partition
     */
    public long total(long sentences) {
      return lines == null ? sentences : all;
    }
  }

  /** Numbers the lines; plain text may have been prepared without its empty lines. */
  public LineNumbers lineNumbers(Configuration conf) throws IOException {
    if (text == null || !spec.skipEmptyLines()) {
      return new LineNumbers(null, 0);
    }
    KeptLines kept = KeptLines.of(conf, text, spec);
    return new LineNumbers(kept.numbers(), kept.all());
  }
}
