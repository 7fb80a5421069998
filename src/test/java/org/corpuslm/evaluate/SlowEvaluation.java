package org.corpuslm.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.corpuslm.ngram.SlowNgrams;

/** The account of a model over sentences, in the most obvious way. */
final class SlowEvaluation {
  /**
   * One scored position.
   *
   * @param oov not a word of the vocabulary, or literally the unknown word
   */
  record Token(String word, double p, boolean oov) {
    boolean end() {
      return word.equals(SlowNgrams.END);
    }
  }

  private final List<List<Token>> sentences = new ArrayList<>();

  SlowEvaluation(SlowNgrams.Model model, SlowNgrams ngrams, List<List<String>> text) {
    for (List<String> words : text) {
      List<String> padded = new ArrayList<>();
      padded.add(SlowNgrams.BEGIN);
      padded.addAll(words);
      padded.add(SlowNgrams.END);
      List<Token> sentence = new ArrayList<>();
      for (int i = 1; i < padded.size(); i++) {
        String word = padded.get(i);
        boolean oov = !ngrams.vocabulary().contains(word) || word.equals(SlowNgrams.UNKNOWN);
        sentence.add(new Token(word, model.p(padded.subList(0, i), word), oov));
      }
      sentences.add(sentence);
    }
  }

  List<Token> tokens() {
    return sentences.stream().flatMap(List::stream).toList();
  }

  /** exp(−Σ ln p / T) over the tokens that count. */
  double perplexity(Predicate<Token> counts) {
    List<Token> counted = tokens().stream().filter(counts).toList();
    return Math.exp(-counted.stream().mapToDouble(t -> Math.log(t.p())).sum() / counted.size());
  }

  double perplexity() {
    return perplexity(t -> true);
  }

  /** Σ ln p of every sentence. */
  double[] sums() {
    return sentences.stream()
        .mapToDouble(s -> s.stream().mapToDouble(t -> Math.log(t.p())).sum())
        .toArray();
  }

  /** The middle 95 of 100 perplexities of texts that are drawn from these sentences. */
  double[] bootstrap95(int samples, long seed) {
    double[] sums = sums();
    Random random = new Random(seed);
    double[] perplexities = new double[samples];
    for (int b = 0; b < samples; b++) {
      double sum = 0;
      long tokens = 0;
      for (int i = 0; i < sums.length; i++) {
        int s = random.nextInt(sums.length);
        sum += sums[s];
        tokens += sentences.get(s).size();
      }
      perplexities[b] = Math.exp(-sum / tokens);
    }
    Arrays.sort(perplexities);
    return new double[] {
      perplexities[(int) (0.025 * samples)], perplexities[(int) (0.975 * samples)]
    };
  }
}
