package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.lang3.ArrayUtils;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.model.SavedNetworks;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happened to a file of a published directory: the job that reads it says which file it
 * is.
 */
class DamagedInputTest {
  private static final String[] CORPORA = new String[2];
  private static final String[] COUNTS = new String[2];
  private static final String[] MODELS = new String[2];
  private static final String[] NETWORKS = new String[2];
  private static Pipeline pipeline;
  private static String added;

  @BeforeAll
  static void twoRuns(@TempDir Path dir) {
    pipeline = new Pipeline();
    added = pipeline.corpus(Pipeline.Text.of(lines(100, 2)));
    for (int run = 0; run < 2; run++) {
      List<String> lines = lines(200, run);
      CORPORA[run] =
          pipeline.corpus(
              Pipeline.Text.of(lines.subList(0, 150))
                  .withTest(lines.subList(150, 200))
                  .inFiles(2, 2));
      COUNTS[run] = pipeline.counts(CORPORA[run], 3, 2);
      MODELS[run] = pipeline.model(COUNTS[run], Recipe.kneserNey(3));
      int size = Corpus.open(Pipeline.conf(), CORPORA[run]).vocabulary(Pipeline.conf()).size();
      NetworkConfig network = SavedNetworks.recurrent(Architecture.GRU, size, 1);
      NETWORKS[run] =
          SavedNetworks.write(
              dir.resolve("network" + run),
              CORPORA[run],
              network,
              SavedNetworks.parameters(network, run));
    }
  }

  @AfterAll
  static void close() {
    pipeline.close();
    Pipeline.stop();
  }

  private static List<String> lines(int lines, long seed) {
    Random random = new Random(seed);
    return Stream.generate(
            () ->
                String.join(
                    " ",
                    random
                        .ints(6, 0, 900)
                        .mapToObj(r -> "w" + (int) Math.sqrt(r))
                        .toArray(String[]::new)))
        .limit(lines)
        .toList();
  }

  /** A published directory, the same of another run, and a job that reads it. */
  enum Input {
    CORPUS_COUNTED(CORPORA, "(train|vocabulary)/.*") {
      @Override
      Object read() {
        return fingerprint(pipeline.counts(CORPORA[0], 3, 2));
      }
    },
    CORPUS_SCORED(CORPORA, "test/.*") {
      @Override
      Object read() {
        return perplexity(MODELS[0]);
      }
    },
    COUNTS_ESTIMATED(COUNTS, ".*\\.parquet") {
      @Override
      Object read() {
        return fingerprint(pipeline.model(COUNTS[0], Recipe.kneserNey(3)));
      }
    },
    // The shorter ones are derived anew.
    COUNTS_ADDED_TO(COUNTS, "(counts/order=3|vocabulary)/.*") {
      @Override
      Object read() {
        return fingerprint(pipeline.append(COUNTS[0], added));
      }
    },
    NGRAM_MODEL_SCORED(MODELS, ".*\\.parquet") {
      @Override
      Object read() {
        return perplexity(MODELS[0]);
      }
    },
    NETWORK_SCORED(NETWORKS, ".*\\.(parquet|bin)") {
      @Override
      Object read() {
        return perplexity(NETWORKS[0]);
      }
    };

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final String[] runs;

    private final String files;

    Input(String[] runs, String files) {
      this.runs = runs;
      this.files = files;
    }

    /** Runs the job; what must be the same whenever the input is. */
    abstract Object read();

    private static String fingerprint(String directory) {
      return Published.open(Pipeline.conf(), directory).manifest().files().stream()
          .map(PublishedFile::sha256)
          .toList()
          .toString();
    }

    private static double perplexity(String model) {
      // An executor that holds a model in memory does not read its files again.
      ExecutorCache.ofJvm().dropUnused(key -> true);
      return pipeline.perplexity(List.of(model), CORPORA[0], "test").model(0).perplexity();
    }

    Path path(int run) {
      return Path.of(URI.create(runs[run]));
    }

    List<String> files() {
      return Published.open(Pipeline.conf(), runs[0]).manifest().files().stream()
          .map(PublishedFile::path)
          .filter(f -> f.matches(files))
          .toList();
    }
  }

  /** Damages a file; returns false if this damage is impossible for the file. */
  enum Damage {
    TRUNCATED {
      @Override
      boolean happen(Input input, String file) throws IOException {
        Path path = input.path(0).resolve(file);
        byte[] whole = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(whole, whole.length / 2));
        return true;
      }
    },
    BIT_FLIPPED {
      @Override
      boolean happen(Input input, String file) throws IOException {
        Path path = input.path(0).resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length / 2] ^= 4;
        Files.write(path, bytes);
        return true;
      }
    },
    MISSING {
      @Override
      boolean happen(Input input, String file) throws IOException {
        Files.delete(input.path(0).resolve(file));
        return true;
      }
    },
    TWICE_IN_ONE {
      @Override
      boolean happen(Input input, String file) throws IOException {
        Path path = input.path(0).resolve(file);
        byte[] once = Files.readAllBytes(path);
        Files.write(path, ArrayUtils.addAll(once, once));
        return true;
      }
    },
    IN_PLACE_OF_ANOTHER {
      @Override
      boolean happen(Input input, String file) throws IOException {
        byte[] mine = Files.readAllBytes(input.path(0).resolve(file));
        for (String other : input.files()) {
          byte[] reference = Files.readAllBytes(input.path(0).resolve(other));
          if (!Arrays.equals(reference, mine)) {
            Files.write(input.path(0).resolve(file), reference);
            return true;
          }
        }
        return false;
      }
    },
    OF_ANOTHER_RUN {
      @Override
      boolean happen(Input input, String file) throws IOException {
        byte[] other = Files.readAllBytes(input.path(1).resolve(file));
        if (Arrays.equals(other, Files.readAllBytes(input.path(0).resolve(file)))) {
          return false;
        }
        Files.write(input.path(0).resolve(file), other);
        return true;
      }
    };

    abstract boolean happen(Input input, String file) throws IOException;
  }

  static Stream<Arguments> damages() {
    return Stream.of(Input.values())
        .flatMap(i -> Stream.of(Damage.values()).map(d -> Arguments.of(i, d)));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void damageIsNamed(Input input, Damage damage) throws IOException {
    List<String> files = input.files();
    assertThat(files).hasSizeGreaterThan(1);
    int happened = 0;
    for (String file : List.of(files.get(0), files.get(files.size() - 1))) {
      Path path = input.path(0).resolve(file);
      byte[] whole = Files.readAllBytes(path);
      try {
        if (damage.happen(input, file)) {
          happened++;
          // A model that is still in memory is not read again.
          ExecutorCache.ofJvm().dropUnused(key -> true);
          assertThatThrownBy(input::read)
              .as(file)
              .isInstanceOf(BadInputException.class)
              .hasMessageContainingAll(path.toString(), "make its directory again");
        }
      } finally {
        Files.write(path, whole);
      }
    }
    assertThat(happened).isPositive();
  }

  /** Files that no manifest lists are not read, a shard that is there twice included. */
  @ParameterizedTest
  @EnumSource
  void aFileTooManyChangesNothing(Input input) throws IOException {
    Object before = input.read();
    List<Path> copies = new ArrayList<>();
    for (String file : input.files()) {
      Path path = input.path(0).resolve(file);
      Path copy = path.resolveSibling("copy-of-" + path.getFileName());
      Files.copy(path, copy);
      copies.add(copy);
    }
    try {
      assertThat(input.read()).isEqualTo(before);
    } finally {
      for (Path copy : copies) {
        Files.delete(copy);
      }
    }
  }

  /** The files of one run under the manifest of another. */
  @ParameterizedTest
  @EnumSource
  void theManifestOfAnotherRunIsNoticed(Input input) throws IOException {
    Path manifest = input.path(0).resolve("manifest.json");
    byte[] own = Files.readAllBytes(manifest);
    try {
      Files.copy(
          input.path(1).resolve("manifest.json"),
          manifest,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(input::read)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(input.path(0).toString());
    } finally {
      Files.write(manifest, own);
    }
  }
}
