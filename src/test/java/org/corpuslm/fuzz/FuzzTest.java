package org.corpuslm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.corpuslm.cli.ArgumentsTarget;
import org.corpuslm.cli.JobFileTarget;
import org.corpuslm.cli.command.CommandTarget;
import org.corpuslm.corpus.TextTarget;
import org.corpuslm.neural.training.CheckpointTarget;
import org.corpuslm.ngram.arpa.ArpaTarget;
import org.corpuslm.ngram.count.CountsTarget;
import org.corpuslm.release.ReleaseTarget;

/**
 * Whatever readers are given, they read it rightly or refuse it as they document. The million cases
 * are in {@code scripts/soak fuzz}; seeds do not shrink.
 */
class FuzzTest {
  private static final Map<Class<?>, FuzzTarget> TARGETS = new HashMap<>();
  private static Path findings;

  @BeforeContainer
  static void make() throws IOException {
    findings = Files.createTempDirectory("fuzz-findings");
  }

  @AfterContainer
  static void close() throws Exception {
    for (FuzzTarget target : TARGETS.values()) {
      target.close();
    }
    findings.toFile().delete(); // unless something was found
  }

  @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
  void text(@ForAll long seed) throws Exception {
    check(TextTarget.class, seed);
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void arpa(@ForAll long seed) throws Exception {
    check(ArpaTarget.class, seed);
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void counts(@ForAll long seed) throws Exception {
    check(CountsTarget.class, seed);
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void checkpoints(@ForAll long seed) throws Exception {
    check(CheckpointTarget.class, seed);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void releases(@ForAll long seed) throws Exception {
    check(ReleaseTarget.class, seed);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void jobFiles(@ForAll long seed) throws Exception {
    check(JobFileTarget.class, seed);
  }

  @Property(tries = 1200, shrinking = ShrinkingMode.OFF)
  void directories(@ForAll long seed) throws Exception {
    check(DirectoryTarget.class, seed);
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void commands(@ForAll long seed) throws Exception {
    check(CommandTarget.class, seed);
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void arguments(@ForAll long seed) throws Exception {
    check(ArgumentsTarget.class, seed);
  }

  private static void check(Class<? extends FuzzTarget> type, long seed) throws Exception {
    FuzzTarget target = TARGETS.get(type);
    if (target == null) {
      target = make(type);
      TARGETS.put(type, target);
    }
    try (Fuzzer fuzzer = new Fuzzer(findings)) {
      assertThat(fuzzer.run(target, seed))
          .as("seed %d of %s; see %s", seed, target.name(), findings)
          .isNotEqualTo(Fuzzer.Outcome.FINDING);
    }
  }

  private static FuzzTarget make(Class<? extends FuzzTarget> type) throws Exception {
    var constructor = type.getDeclaredConstructor();
    return constructor.newInstance();
  }
}
