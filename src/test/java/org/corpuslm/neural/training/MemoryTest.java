package org.corpuslm.neural.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.training.Optimization.Optimizer;
import org.corpuslm.ngram.Pipeline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A task that needs memory: four words of four, sixteen fillers, the four words again, each twenty
 * steps after it was seen. Everything but the first four words is certain.
 */
class MemoryTest {
  private static final int SEEN = 4;
  private static final int LAG = 20;
  private static final int LENGTH = LAG + SEEN + 1;
  private static final int LINES = 2000;
  private static final double OPTIMAL = Math.exp(SEEN * Math.log(4) / LENGTH);

  private static Pipeline pipeline;
  private static String corpus;

  @TempDir private Path dir;

  @BeforeAll
  static void prepare() {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      StringBuilder seen = new StringBuilder();
      for (int j = 0; j < SEEN; j++) {
        seen.append("s").append(random.nextInt(4)).append(' ');
      }
      StringBuilder line = new StringBuilder(seen);
      for (int j = SEEN; j < LAG; j++) {
        line.append("f").append(j).append(' ');
      }
      lines.add(line.append(seen).toString().trim());
    }
    pipeline = new Pipeline();
    corpus =
        pipeline.corpus(
            Pipeline.Text.of(lines.subList(0, LINES - 200))
                .withValid(lines.subList(LINES - 200, LINES)));
  }

  @AfterAll
  static void clean() throws Exception {
    pipeline.close();
  }

  private Training.Outcome train(Architecture architecture) {
    return new Training(
            Pipeline.cluster(),
            Recipes.config(
                corpus,
                Recipes.network(architecture, 64, 1, 0),
                Recipes.optimization(Optimizer.ADAM, 0.005, 1),
                1,
                10,
                100,
                20,
                11),
            dir.resolve(architecture.toString()).toString())
        .run(false, true);
  }

  private static double perplexity(Training.Outcome outcome) {
    return outcome.records().get(outcome.bestEpoch() - 1).validPerplexity();
  }

  @Test
  void lstmsRemember() throws Exception {
    Training.Outcome lstm = train(Architecture.LSTM);
    Training.Outcome rnn = train(Architecture.RNN);
    assertThat(perplexity(lstm)).isBetween(OPTIMAL * 0.99, OPTIMAL * 1.2);
    assertThat(perplexity(rnn)).isGreaterThan(OPTIMAL * 1.2);

    // Why: what was seen 20 steps ago has no influence on the loss of the simple network.
    double[] flowOfLstm = flow(lstm);
    double[] flowOfRnn = flow(rnn);
    assertThat(flowOfLstm).hasSize(LAG + 1).doesNotContain(0.0);
    assertThat(flowOfLstm[LAG] / flowOfLstm[0]).isGreaterThan(20 * flowOfRnn[LAG] / flowOfRnn[0]);
  }

  private static double[] flow(Training.Outcome outcome) throws Exception {
    Corpus opened = Corpus.open(Pipeline.conf(), corpus);
    int[] text = TrainingText.read(Pipeline.conf(), opened, 0, 20_000);
    GradientNormByLag flow =
        GradientNormByLag.of(Network.of(outcome.network(), outcome.parameters()), text, LAG);
    assertThat(flow.layers()).hasSize(1);
    return flow.norms()[0];
  }
}
