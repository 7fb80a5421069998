package org.corpuslm.generate;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.Tokenizers;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.generate.Continuation.NextWord;
import org.corpuslm.model.LanguageModel;

/**
 * A text while it is typed: whole words, then the first letters of an unfinished word after the
 * last space. The distribution is computed once per whole word. Not thread-safe.
 */
public final class TypedText {
  private final LanguageModel model;
  private final boolean atStart;
  private List<String> words;
  private double[] lnP;

  /**
   * Begins an empty text.
   *
   * @param atStart whether the text begins a sentence
   */
  public TypedText(LanguageModel model, boolean atStart) {
    this.model = model;
    this.atStart = atStart;
  }

  /**
   * Returns the n most probable next words that begin with the letters of the unfinished word; ties
   * by id.
   */
  public List<NextWord> next(String text, int n) {
    List<NextWord> next = new ArrayList<>();
    for (int id : best(text, n, 0)) {
      next.add(new NextWord(model.vocabulary().word(id), Math.exp(lnP[id])));
    }
    return next;
  }

  /**
   * Completes the unfinished word to the most probable one; returns the text unchanged if no word
   * fits.
   */
  public String complete(String text) {
    int[] best = best(text, 1, Vocabulary.EOS + 1);
    if (best.length == 0) {
      return text;
    }
    String word = model.vocabulary().word(best[0]);
    return cutsLetters()
        ? text + model.text().newTokenizer().join(List.of(word))
        : text + word.substring(letters(text).length()) + " ";
  }

  private int[] best(String text, int n, int firstId) {
    List<String> all = Tokenizers.split(model.text().newTokenizer(), text);
    String letters = letters(text);
    List<String> whole = letters.isEmpty() ? all : all.subList(0, all.size() - 1);
    if (!whole.equals(words)) {
      words = List.copyOf(whole);
      lnP = new Continuation(model, words, atStart).next();
    }
    double[] fitting = lnP.clone();
    for (int id = 0; id < fitting.length; id++) {
      if (id < firstId || !(letters.isEmpty() || model.vocabulary().word(id).startsWith(letters))) {
        fitting[id] = Double.NEGATIVE_INFINITY;
      }
    }
    return Ranked.best(fitting, Math.min(n, model.vocabulary().predictable()));
  }

  /** Returns the letters of the unfinished word, split like the training text of the model. */
  private String letters(String text) {
    if (text.isEmpty() || cutsLetters() || Character.isWhitespace(text.charAt(text.length() - 1))) {
      return "";
    }
    List<String> all = Tokenizers.split(model.text().newTokenizer(), text);
    return all.isEmpty() ? "" : all.get(all.size() - 1);
  }

  /** Returns whether every letter is a word. */
  private boolean cutsLetters() {
    return model.text().tokenizer().equals("chars");
  }
}
