package org.corpuslm.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/** Reads the sentences of one partition of a labeled corpus, with their labels. */
public final class LabeledReader implements Closeable {
  private final TokenFile.Reader tokens;
  private final TableReader labels;
  private final String path;
  private final boolean tagged;
  private final int labelCount;
  private int[] words = new int[64];
  private int size;
  private LabeledSentence sentence;

  /**
   * Opens a partition.
   *
   * @param partition index of the partition, below {@link Corpus#files}{@code (split).size()}
   * @param vocabularySize size of the vocabulary of the corpus
   * @param labelCount number of its labels
   * @throws BadInputException if a file is missing or damaged
   */
  public LabeledReader(
      Configuration conf,
      Corpus corpus,
      String split,
      int partition,
      int vocabularySize,
      int labelCount)
      throws IOException {
    PublishedFile text = corpus.files(split).get(partition);
    List<PublishedFile> labelFiles = corpus.files(LabelFile.directory(split));
    if (labelFiles.size() != corpus.files(split).size()) {
      throw new BadInputException(
          "%s is damaged: the split %s has %d files of words and %d of labels"
              .formatted(
                  corpus.directory().path(), split, corpus.files(split).size(), labelFiles.size()));
    }
    PublishedFile file = labelFiles.get(partition);
    this.path = corpus.directory().at(file);
    this.tagged = corpus.config().labels().task() == LabelSpec.Task.TAG;
    this.labelCount = labelCount;
    this.tokens =
        new TokenFile.Reader(
            conf, corpus.directory().at(text), text, !split.equals("train"), vocabularySize);
    try {
      this.labels = LabelFile.open(conf, path, file);
    } catch (RuntimeException e) {
      tokens.close();
      throw e;
    }
  }

  /**
   * Moves to the next sentence; returns false at the end.
   *
   * @throws BadInputException if the file is damaged
   */
  public boolean next() throws IOException {
    List<String> forms = new ArrayList<>();
    size = 0;
    while (tokens.next()) {
      if (tokens.id() == Vocabulary.EOS) {
        int[] ids = Arrays.copyOf(words, size);
        sentence = new LabeledSentence(ids, forms.toArray(new String[0]), labels(size));
        return true;
      }
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
      }
      words[size++] = tokens.id();
      byte[] form = tokens.form();
      forms.add(form == null ? null : new String(form, StandardCharsets.UTF_8));
    }
    if (size > 0 || labels.next()) {
      throw damaged();
    }
    return false;
  }

  private int[] labels(int length) throws IOException {
    int[] ids = new int[tagged ? length : 1];
    for (int i = 0; i < ids.length; i++) {
      if (!labels.next()) {
        throw damaged();
      }
      ids[i] = labels.int32(0);
      if (ids[i] < 0 || ids[i] >= labelCount) {
        throw damaged();
      }
    }
    return ids;
  }

  private BadInputException damaged() {
    return new BadInputException(
        path + " is damaged: its labels do not fit the text; make its directory again");
  }

  /** Returns the current sentence. */
  public LabeledSentence sentence() {
    return sentence;
  }

  @Override
  public void close() throws IOException {
    try {
      tokens.close();
    } finally {
      labels.close();
    }
  }
}
