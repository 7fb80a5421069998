package org.corpuslm.evaluate.breakdown;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.WordTable;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.evaluate.stats.BootstrapSums;
import org.corpuslm.evaluate.stats.PairedStats;
import org.corpuslm.evaluate.stats.PerplexityStats;
import org.corpuslm.runtime.Manifest;

/** Evaluations of made-up scores of made-up text, by the accounts that real ones go through. */
public final class SyntheticEvaluation {
  /** Words that do harm where they are not escaped. */
  public static final List<String> ODD =
      List.of("<script>alert(1)</script>", "\u202Eabc", "</span>", "&amp;", "\"quoted\"", "日本語");

  private static final int VOCABULARY = 2000;
  private static final int SENTENCES = 60;
  private static final int ORDER = 5;
  private static final int RANKED = 10;

  private SyntheticEvaluation() {}

  /**
   * Models on partitions.
   *
   * @param paths of the models
   * @param repeat how often the text of every partition comes, for its size
   */
  public static Evaluation of(List<String> paths, int partitions, int repeat) {
    Vocabulary vocabulary = vocabulary();
    int replicates = Bootstrap.replicates(partitions);
    List<List<PerplexityStats>> totals = new ArrayList<>();
    List<Breakdown> breakdowns = new ArrayList<>();
    for (int m = 0; m < paths.size(); m++) {
      totals.add(new ArrayList<>());
      breakdowns.add(new Breakdown(m == 0 ? 0 : ORDER, RANKED));
    }
    List<BootstrapSums> bootstraps = new ArrayList<>();
    PairedStats[][] pairs = new PairedStats[paths.size()][paths.size()];
    Random random = new Random(7);
    for (int p = 0; p < partitions; p++) {
      EncodedText text = text(random);
      List<double[]> scores = new ArrayList<>();
      for (int m = 0; m < paths.size(); m++) {
        double[] lnP = scores(text, m, random);
        scores.add(lnP);
        PerplexityStats once = new PerplexityStats();
        Sentences.forEach(text, (from, to) -> once.sentence(text.ids(), lnP, from, to));
        once.time(1_000_000, 1000);
        PerplexityStats stats = new PerplexityStats();
        IntStream.range(0, repeat).forEach(i -> stats.add(once));
        totals.get(m).add(stats);
        Breakdown part = new Breakdown(m == 0 ? 0 : ORDER, RANKED);
        part.add(text, vocabulary, lnP, orders(text));
        Calibration calibration = new Calibration();
        calibration.add(uniform(), text.ids()[0]);
        part.calibration(calibration);
        breakdowns.get(m).add(part);
      }
      bootstraps.add(bootstrap(p, text, scores, replicates, pairs));
    }
    return evaluation(paths, partitions, totals, breakdowns, bootstraps, pairs);
  }

  private static Evaluation evaluation(
      List<String> paths,
      int partitions,
      List<List<PerplexityStats>> totals,
      List<Breakdown> breakdowns,
      List<BootstrapSums> bootstraps,
      PairedStats[][] pairs) {
    List<Evaluation.ModelResult> models = new ArrayList<>();
    List<Evaluation.Comparison> comparisons = new ArrayList<>();
    List<Manifest.Input> inputs = new ArrayList<>();
    for (int m = 0; m < paths.size(); m++) {
      PerplexityStats total = new PerplexityStats();
      totals.get(m).forEach(total::add);
      models.add(
          new Evaluation.ModelResult(
              paths.get(m),
              "ngram-model",
              "model <" + m + "> of a long name",
              true,
              true,
              "replicated",
              null,
              null,
              total,
              totals.get(m),
              breakdowns.get(m)));
      inputs.add(new Manifest.Input(paths.get(m), "f".repeat(64)));
      for (int b = m + 1; b < paths.size(); b++) {
        comparisons.add(new Evaluation.Comparison(m, b, pairs[m][b]));
      }
    }
    inputs.add(new Manifest.Input("file:/a corpus", "e".repeat(64)));
    List<OovWords.Word> words = new ArrayList<>();
    ODD.forEach(w -> words.add(new OovWords.Word(w, 12)));
    IntStream.range(0, 900).forEach(i -> words.add(new OovWords.Word("unknown" + i, 3)));
    return new Evaluation(
        "file:/a corpus",
        "test",
        VOCABULARY,
        models,
        IntStream.range(0, partitions).mapToObj("test/part-%05d.parquet"::formatted).toList(),
        comparisons,
        new Bootstrap(
            bootstraps,
            paths.size(),
            Bootstrap.replicates(partitions),
            models.get(0).total().sentences()),
        new OovWords(12_345, 2, words),
        List.of(),
        inputs);
  }

  private static BootstrapSums bootstrap(
      int p, EncodedText text, List<double[]> scores, int replicates, PairedStats[][] pairs) {
    BootstrapSums sums = new BootstrapSums(scores.size(), replicates);
    double[] weights = new double[replicates];
    int[] sentence = {0};
    Sentences.forEach(
        text,
        (from, to) -> {
          double[] lnP = new double[scores.size()];
          for (int m = 0; m < lnP.length; m++) {
            for (int i = from; i < to; i++) {
              lnP[m] += scores.get(m)[i];
            }
          }
          for (int a = 0; a < lnP.length; a++) {
            for (int b = a + 1; b < lnP.length; b++) {
              pairs[a][b] = pairs[a][b] == null ? new PairedStats() : pairs[a][b];
              pairs[a][b].sentence(lnP[a], lnP[b], to - from);
            }
          }
          BootstrapSums.weights(Bootstrap.SEED, p, sentence[0]++, weights);
          for (int m = 0; m < lnP.length; m++) {
            sums.sentence(weights, m, lnP[m], to - from);
          }
        });
    return sums;
  }

  private static double[] uniform() {
    double[] lnP = new double[VOCABULARY];
    java.util.Arrays.fill(lnP, -Math.log(VOCABULARY - 1));
    lnP[Vocabulary.BOS] = Double.NEGATIVE_INFINITY;
    return lnP;
  }

  private static double[] scores(EncodedText text, int model, Random random) {
    double[] lnP = new double[text.ids().length];
    for (int i = 0; i < lnP.length; i++) {
      lnP[i] = -Math.abs(random.nextGaussian()) * (5 + 0.3 * model) - 0.01 * (i % 20);
    }
    return lnP;
  }

  private static byte[] orders(EncodedText text) {
    byte[] orders = new byte[text.ids().length];
    Sentences.forEach(
        text,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            orders[i] = (byte) (1 + i % Math.min(ORDER, i - from + 2));
          }
        });
    return orders;
  }

  private static EncodedText text(Random random) {
    List<Integer> ids = new ArrayList<>();
    Map<Integer, byte[]> forms = new HashMap<>();
    for (int s = 0; s < SENTENCES; s++) {
      for (int words = random.nextInt(90); words > 0; words--) {
        int id = random.nextInt(10) == 0 ? Vocabulary.UNK : 3 + random.nextInt(VOCABULARY - 3);
        if (id == Vocabulary.UNK) {
          forms.put(
              ids.size(), ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.UTF_8));
        }
        ids.add(id);
      }
      ids.add(Vocabulary.EOS);
    }
    return new EncodedText(ids.stream().mapToInt(Integer::intValue).toArray(), forms);
  }

  private static Vocabulary vocabulary() {
    WordTable words = new WordTable(VOCABULARY);
    for (int i = 0; i < VOCABULARY; i++) {
      String word = i == 0 ? "<unk>" : i == 1 ? "<s>" : i == 2 ? "</s>" : "word" + i;
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      words.add(bytes, 0, bytes.length, 1_000_000 / (i + 1));
    }
    return Vocabulary.over(words);
  }

  /** The sentences of a text, one after the other. */
  interface Sentences {
    void sentence(int from, int to);

    static void forEach(EncodedText text, Sentences task) {
      for (int from = 0, to; from < text.ids().length; from = to) {
        to = Vocabulary.endOfSentence(text.ids(), from);
        task.sentence(from, to);
      }
    }
  }
}
