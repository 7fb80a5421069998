package org.corpuslm.generate;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.Tokenizers;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.LanguageModel;

/** Continues a prompt by sampling, until {@code </s>} or the maximum number of words. */
public final class Generator {
  private final LanguageModel model;
  private final GenerateConfig config;

  /** Makes a generator; {@link #run} starts the random numbers anew from the seed. */
  public Generator(LanguageModel model, GenerateConfig config) {
    this.model = model;
    this.config = config;
  }

  /**
   * A generated text.
   *
   * @param text prompt and continuation, joined for reading
   * @param words words of the continuation
   * @param ended whether it ended with {@code </s>}, or no word had a positive probability
   */
  public record Generated(String text, List<String> words, boolean ended) {}

  /** Generates one text from {@code <s>} and the prompt. */
  public Generated run(String prompt) {
    Continuation continuation = new Continuation(model, prompt, true);
    Sampler sampler = new Sampler(config);
    Vocabulary vocabulary = model.vocabulary();
    List<String> words = new ArrayList<>();
    boolean ended = false;
    while (words.size() < config.tokens() && !ended) {
      int word = sampler.draw(continuation.next());
      ended = word < 0 || word == Vocabulary.EOS;
      if (!ended) {
        words.add(vocabulary.word(word));
        continuation.append(word);
      }
    }
    List<String> all = new ArrayList<>(Tokenizers.split(continuation.tokenizer(), prompt));
    all.addAll(words);
    return new Generated(continuation.tokenizer().join(all), words, ended);
  }
}
