package org.corpuslm.evaluate.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TaskContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the shuffle of sharded scoring: every position is sent to one shard, once. */
class ShardScoringTest {
  private static final int SHARDS = 4;

  private static Pipeline pipeline;
  private static Corpus corpus;
  private static List<String> paths;
  private static TaskContext task;
  private static ScoringPlan scoring;

  @TempDir static Path copies;

  @BeforeAll
  static void estimate() {
    pipeline = new Pipeline();
    List<String> glosses = WordNetGlosses.all();
    Text text =
        Text.of(glosses.subList(0, 1000)).withTest(glosses.subList(1000, 1100)).inFiles(1, 2);
    String path = pipeline.corpus(text);
    corpus = Corpus.open(Pipeline.conf(), path);
    String counts = pipeline.counts(path, 4, SHARDS);
    paths =
        Stream.of(Recipe.kneserNey(4), Recipe.stupidBackoff(3, 0.4))
            .map(recipe -> pipeline.model(counts, recipe))
            .toList();
    task = new TaskContext(Pipeline.conf(), "test");
    scoring = scoring(paths);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static ScoringPlan scoring(List<String> models) {
    List<ModelHandle> handles = new ArrayList<>();
    List<ScoringPlan.WeightedComponents> components = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      String path = models.get(m);
      handles.add(
          new ModelHandle(
              path,
              Published.open(Pipeline.conf(), path).manifest().fingerprint(),
              null,
              0,
              0,
              0,
              m * SHARDS,
              true,
              "vocabulary",
              corpus.text()));
      components.add(new ScoringPlan.WeightedComponents(new int[] {m}, new double[] {1}));
    }
    return new ScoringPlan(handles, components, corpus.directory().path(), false);
  }

  private static HeldOutPartition partition(int p) {
    return HeldOutPartition.ofCorpus(corpus.directory().path(), corpus.heldOut("test").get(p));
  }

  private static List<Block> questions(int partition) throws IOException {
    List<Block> blocks = new ArrayList<>();
    ShardScoring.questions(partition, partition(partition), scoring, task)
        .forEachRemaining(blocks::add);
    return blocks;
  }

  @Test
  void everyPositionVisitsExactlyOneShardOfEachModel() throws IOException {
    assertThat(corpus.heldOut("test")).hasSize(2);
    for (int p = 0; p < 2; p++) {
      int[] ids = scoring.text(task.hadoop(), partition(p), 0).ids();
      Map<Integer, Set<Integer>> positions = new HashMap<>();
      Set<Integer> shards = new HashSet<>();
      for (Block block : questions(p)) {
        assertThat(shards.add(block.partition())).as("one block a shard").isTrue();
        int m = scoring.componentOfShard(block.partition());
        assertThat(m).isEqualTo(block.partition() / SHARDS);
        NgramModel model = Pipeline.open(paths.get(m));
        ByteSource in = new ByteSource(block.bytes());
        assertThat(in.varint()).isEqualTo(p);
        int position = 0;
        while (in.hasMore()) {
          position += in.varint();
          int[] context = new int[in.unsigned()];
          for (int w = 0; w < context.length; w++) {
            context[w] = in.varint();
          }
          assertThat(in.varint()).isEqualTo(ids[position]);
          assertThat(context).isEqualTo(context(ids, position, model.facts().order() - 1));
          assertThat(m * SHARDS + model.sharding().shardOf(context, 0, context.length))
              .as("the shard of the word before")
              .isEqualTo(block.partition());
          assertThat(positions.computeIfAbsent(m, k -> new HashSet<>()).add(position))
              .as("position %d of model %d is asked once", position, m)
              .isTrue();
        }
      }
      assertThat(positions.keySet()).containsExactlyInAnyOrder(0, 1);
      assertThat(positions.values()).allMatch(asked -> asked.size() == ids.length);
    }
  }

  /** The words before a position, from {@code <s>} on, at most so many. */
  private static int[] context(int[] ids, int position, int longest) {
    List<Integer> words = new ArrayList<>();
    for (int i = position - 1; words.size() < longest; i--) {
      if (i < 0 || ids[i] == Vocabulary.EOS) {
        words.add(0, Vocabulary.BOS);
        break;
      }
      words.add(0, ids[i]);
    }
    return words.stream().mapToInt(w -> w).toArray();
  }

  @Test
  void aShardAnswersAllItIsAskedWithoutTheOtherShards() throws IOException {
    int[] ids = scoring.text(task.hadoop(), partition(0), 0).ids();
    for (Block block : questions(0)) {
      int m = scoring.componentOfShard(block.partition());
      String alone = withOnly(paths.get(m), block.partition() % SHARDS);
      List<String> models = new ArrayList<>(paths);
      models.set(m, alone);
      Iterator<Block> answers =
          ShardScoring.answers(
              block.partition(), List.of(block.bytes()).iterator(), scoring(models), task);
      Block answer = answers.next();
      assertThat(answers.hasNext()).isFalse();
      assertThat(answer.partition()).isZero();

      NgramModel whole = Pipeline.open(paths.get(m));
      NgramModel.Lookup lookup = whole.scorer();
      ByteSource in = new ByteSource(answer.bytes());
      assertThat(in.varint()).isEqualTo(m);
      assertThat(in.varlong()).as("loading").isPositive();
      assertThat(in.varlong()).as("scoring").isPositive();
      int position = 0;
      while (in.hasMore()) {
        position += in.varint();
        int[] context = context(ids, position, whole.facts().order() - 1);
        assertThat(in.float64()).isEqualTo(lookup.log10(context, 0, context.length, ids[position]));
        assertThat(in.unsigned()).isEqualTo(lookup.orderUsed());
      }
    }
    // That the others were really missing: a question to one of them fails.
    Block first = questions(0).get(0);
    String other = withOnly(paths.get(0), (first.partition() + 1) % SHARDS);
    assertThatThrownBy(
            () ->
                ShardScoring.answers(
                        first.partition(),
                        List.of(first.bytes()).iterator(),
                        scoring(List.of(other)),
                        task)
                    .next())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("missing");
  }

  /** A copy of a model that lacks all its shards but one. */
  private static String withOnly(String model, int shard) throws IOException {
    Path from = Path.of(URI.create(model));
    Path to = Files.createTempDirectory(copies, "model");
    FileUtils.copyDirectory(from.toFile(), to.toFile());
    for (String tables : List.of("ngrams", "contexts")) {
      try (Stream<Path> found = Files.walk(to.resolve(tables), 2)) {
        for (Path folder : found.toList()) {
          if (folder.getFileName().toString().startsWith("shard=")
              && !folder.endsWith("shard=" + shard)
              && !folder.getParent().endsWith("order=1")) {
            FileUtils.deleteDirectory(folder.toFile());
          }
        }
      }
    }
    return to.toUri().toString();
  }
}
