package org.corpuslm.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Tokenizer;
import org.corpuslm.corpus.Tokenizers;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.LanguageModel;

/** A text that a model continues word by word. Not thread-safe. */
public final class Continuation {
  private final LanguageModel model;
  private final LanguageModel.Scorer scorer;
  private final Vocabulary vocabulary;
  private final double[] lnP;
  private int[] history;

  /**
   * Begins with a text.
   *
   * @param text text to continue, split into words like the training text of the model
   * @param atStart whether the text begins a sentence, so that {@code <s>} stands before it
   */
  public Continuation(LanguageModel model, String text, boolean atStart) {
    this(model, Tokenizers.split(model.text().newTokenizer(), text), atStart);
  }

  Continuation(LanguageModel model, List<String> words, boolean atStart) {
    this.model = model;
    this.scorer = model.scorer();
    this.vocabulary = model.vocabulary();
    this.lnP = new double[vocabulary.size()];
    history = new int[words.size() + (atStart ? 1 : 0)];
    if (atStart) {
      history[0] = Vocabulary.BOS;
    }
    for (int i = 0; i < words.size(); i++) {
      history[history.length - words.size() + i] = vocabulary.id(words.get(i));
    }
  }

  Tokenizer tokenizer() {
    return model.text().newTokenizer();
  }

  /** Returns ln p of every next word, {@code [vocabulary]}; the next call reuses the array. */
  double[] next() {
    scorer.next(history, lnP);
    return lnP;
  }

  void append(int word) {
    history = Arrays.copyOf(history, history.length + 1);
    history[history.length - 1] = word;
  }

  /** Returns the number of words in the text so far that are not in the vocabulary. */
  public long unknownWords() {
    return Arrays.stream(history).filter(id -> id == Vocabulary.UNK).count();
  }

  /**
   * A next word.
   *
   * @param probability p, or the score of a model whose values do not sum to one
   */
  public record NextWord(String word, double probability) {}

  /** Returns the n most probable next words, the most probable one first; ties by id. */
  public List<NextWord> top(int n) {
    double[] p = next();
    int[] ids = Ranked.best(p, Math.min(n, vocabulary.predictable()));
    List<NextWord> top = new ArrayList<>();
    for (int id : ids) {
      top.add(new NextWord(vocabulary.word(id), Math.exp(p[id])));
    }
    return top;
  }
}
