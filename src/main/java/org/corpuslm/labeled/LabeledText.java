package org.corpuslm.labeled;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.corpus.LabeledSentence;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Tokenizers;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.labeled.model.Labeler;
import org.corpuslm.runtime.BadInputException;

/** Labels plain text, line by line, in this JVM; holds about a megabyte of text at a time. */
public final class LabeledText {
  private static final long PIECE = 1 << 20;

  private final Labeler labeler;
  private final Vocabulary vocabulary;
  private final SavedLabeler.Loaded model;
  private final TextSpec text;

  /**
   * Prepares to label text.
   *
   * @param tokenizer name of the tokenizer; null = that of the training text
   * @throws BadInputException if there is no such tokenizer, or the model is damaged
   */
  public LabeledText(Configuration conf, SavedLabeler saved, String tokenizer) {
    this.model = saved.load(conf);
    this.labeler = model.labeler();
    this.vocabulary = model.vocabulary();
    TextSpec spec = saved.text();
    // Each line of the text gives one result, also an empty one.
    this.text =
        new TextSpec(
            tokenizer == null ? spec.tokenizer() : tokenizer,
            spec.lowercase(),
            spec.unk(),
            spec.maxLineBytes(),
            false,
            spec.replaceSpecial(),
            spec.skipSpecial(),
            spec.normalize());
  }

  /**
   * A line with its labels.
   *
   * @param words its words
   * @param labels one label per word, or one for the line
   * @param lnPosterior ln P(class | line) by id of the class; null for a tagger
   */
  public record Line(List<String> words, List<String> labels, double[] lnPosterior) {}

  /** Receives labeled lines in the order of the text. */
  public interface Sink {
    /** Receives a line. */
    void line(Line line) throws IOException;
  }

  /** Labels one line. */
  public Line line(String line) {
    List<String> words = Tokenizers.split(text.newTokenizer(), line);
    return line(LabeledSentence.of(words, vocabulary));
  }

  /** Returns the name of a class. */
  public String label(int id) {
    return model.labels().name(id);
  }

  /**
   * Labels files.
   *
   * @param inputs files, directories, patterns, or - for standard input
   * @return number of lines
   * @throws BadInputException at the first bad line, with file and number
   */
  public long files(Configuration conf, List<String> inputs, Sink sink) throws IOException {
    List<InputFile> files = InputFiles.find(conf, inputs).files();
    long lines = 0;
    for (TextSplit piece : TextSplit.plan(files, PIECE)) {
      EncodedText encoded = EncodedText.of(conf, piece, text, vocabulary);
      int[] ids = encoded.ids();
      for (int from = 0; from < ids.length; ) {
        int to = Vocabulary.endOfSentence(ids, from);
        int[] words = Arrays.copyOfRange(ids, from, to - 1);
        String[] forms = new String[words.length];
        for (int i = 0; i < forms.length; i++) {
          byte[] form = encoded.forms().get(from + i);
          forms[i] = form == null ? null : new String(form, StandardCharsets.UTF_8);
        }
        sink.line(line(new LabeledSentence(words, forms, new int[0])));
        lines++;
        from = to;
      }
    }
    return lines;
  }

  private Line line(LabeledSentence sentence) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < sentence.words().length; i++) {
      words.add(sentence.form(i, vocabulary));
    }
    double[] lnPosterior = labeler instanceof Labeler.Classifier c ? c.lnPosterior(sentence) : null;
    int[] labels =
        lnPosterior == null ? labeler.labels(sentence) : new int[] {highest(lnPosterior)};
    return new Line(
        words, Arrays.stream(labels).mapToObj(model.labels()::name).toList(), lnPosterior);
  }

  private static int highest(double[] lnP) {
    int best = 0;
    for (int c = 1; c < lnP.length; c++) {
      best = lnP[c] > lnP[best] ? c : best;
    }
    return best;
  }
}
