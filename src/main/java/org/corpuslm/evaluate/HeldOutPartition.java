package org.corpuslm.evaluate;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.KeptLines;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.PublishedFile;

/**
 * A piece of held-out text that one task scores: a file of a prepared corpus or a piece of plain
 * text.
 *
 * @param name the file, for reports
 * @param path of a corpus file, else null
 * @param file what the manifest says of it
 * @param text plain text, else null
 * @param config how plain text becomes words
 */
record HeldOutPartition(
    String name, String path, PublishedFile file, TextSplit text, PrepareConfig config)
    implements Serializable {
  private static final double BYTES_PER_TOKEN = 6;

  static HeldOutPartition ofCorpus(String directory, PublishedFile file) {
    return new HeldOutPartition(file.path(), directory + "/" + file.path(), file, null, null);
  }

  static HeldOutPartition ofText(TextSplit text, PrepareConfig config) {
    return new HeldOutPartition(
        "%s@%d".formatted(text.file().name(), text.start()), null, null, text, config);
  }

  /** Tokens, {@code </s>} included; of plain text an estimate. */
  double tokensAbout() {
    return text == null ? file.rows() : (text.end() - text.start()) / BYTES_PER_TOKEN;
  }

  /** All tokens, in ids of the given vocabulary (that of the corpus, if it is one). */
  EncodedText read(Configuration conf, Vocabulary vocabulary) throws IOException {
    if (text != null) {
      return EncodedText.of(conf, text, config, vocabulary);
    }
    return EncodedText.read(conf, path, file, vocabulary.size());
  }

  /** Which line each sentence is; lines without words may have been left out of plain text. */
  ScoreRows.LineNumbering lineNumbers(Configuration conf) throws IOException {
    if (text == null || !config.skipEmptyLines()) {
      return new ScoreRows.LineNumbering(null, 0);
    }
    KeptLines lines = KeptLines.of(conf, text, config);
    return new ScoreRows.LineNumbering(lines.numbers(), lines.all());
  }
}
