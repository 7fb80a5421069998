package org.corpuslm.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.corpuslm.cli.ArgumentsTarget;
import org.corpuslm.cli.JobFileTarget;
import org.corpuslm.cli.command.CommandTarget;
import org.corpuslm.corpus.TextTarget;
import org.corpuslm.neural.training.CheckpointTarget;
import org.corpuslm.ngram.arpa.ArpaTarget;
import org.corpuslm.ngram.count.CountsTarget;
import org.corpuslm.release.ReleaseTarget;

/** Many cases of all targets in one JVM; {@code scripts/soak fuzz}. */
final class FuzzSoak {
  /** Cases of a target for one of the dearest. */
  private record Share(FuzzTarget target, int cases) {}

  /** The outcomes of the cases of a target. */
  private static final class Figures {
    long cases;
    long read;
    long refused;
    long findings;
    long nanos;
  }

  private FuzzSoak() {}

  /** All targets, the cheapest first. */
  static List<FuzzTarget> targets() throws IOException {
    return List.of(
        new TextTarget(),
        new ArpaTarget(),
        new CountsTarget(),
        new CheckpointTarget(),
        new ReleaseTarget(),
        new JobFileTarget(),
        new DirectoryTarget(),
        new ArgumentsTarget(),
        new CommandTarget());
  }

  private static int share(String target) {
    return switch (target) {
      case "text" -> 240;
      case "arpa" -> 160;
      case "checkpoint" -> 120;
      case "release" -> 40;
      case "job" -> 40;
      case "directory" -> 60;
      case "arguments" -> 4;
      default -> 1;
    };
  }

  public static void main(String[] args) throws Exception {
    long cases = Long.MAX_VALUE;
    Duration time = Duration.ofDays(1000);
    long seed = 1;
    Path findings = Path.of("target/fuzz");
    String only = "";
    String replay = "";
    if (args.length % 2 != 0) {
      System.err.println("soak: an option without a value; see scripts/soak --help");
      System.exit(2);
    }
    for (int i = 0; i < args.length; i += 2) {
      switch (args[i]) {
        case "--cases" -> cases = Long.parseLong(args[i + 1]);
        case "--minutes" ->
            time = Duration.ofSeconds((long) (60 * Double.parseDouble(args[i + 1])));
        case "--seed" -> seed = Long.parseLong(args[i + 1]);
        case "--findings" -> findings = Path.of(args[i + 1]);
        case "--target" -> only = args[i + 1];
        case "--replay" -> replay = args[i + 1];
        default -> {
          System.err.println("soak: no option " + args[i] + "; see scripts/soak --help");
          System.exit(2);
        }
      }
    }
    List<Share> shares = new ArrayList<>();
    for (FuzzTarget target : targets()) {
      if (only.isEmpty() || only.equals(target.name())) {
        shares.add(new Share(target, only.isEmpty() ? share(target.name()) : 100));
      }
    }
    int found;
    try (Fuzzer fuzzer = new Fuzzer(findings)) {
      found =
          replay.isEmpty()
              ? soak(fuzzer, shares, cases, time, seed)
              : replay(fuzzer, shares, Long.parseLong(replay));
    } finally {
      for (Share share : shares) {
        share.target().close();
      }
    }
    Runtime.getRuntime().exit(found == 0 ? 0 : 1);
  }

  private static int replay(Fuzzer fuzzer, List<Share> shares, long seed) {
    for (Share share : shares) {
      System.out.println(share.target().name() + ": " + fuzzer.run(share.target(), seed));
    }
    return fuzzer.found().size();
  }

  private static int soak(Fuzzer fuzzer, List<Share> shares, long cases, Duration time, long seed) {
    List<Figures> figures = shares.stream().map(s -> new Figures()).toList();
    long start = System.nanoTime();
    long told = start;
    long done = 0;
    while (done < cases && System.nanoTime() - start < time.toNanos()) {
      for (int t = 0; t < shares.size(); t++) {
        FuzzTarget target = shares.get(t).target();
        Figures f = figures.get(t);
        long before = System.nanoTime();
        for (int i = 0; i < shares.get(t).cases() && done < cases; i++, done++) {
          switch (fuzzer.run(target, Fuzzer.seed(seed, target.name(), f.cases++))) {
            case READ -> f.read++;
            case REFUSED -> f.refused++;
            default -> f.findings++;
          }
        }
        f.nanos += System.nanoTime() - before;
      }
      if (System.nanoTime() - told > 60e9) {
        told = System.nanoTime();
        System.out.printf(
            Locale.ROOT,
            "%,d cases, %.0f s, findings %s%n",
            done,
            (told - start) / 1e9,
            fuzzer.found());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d cases in %.0f s, seed %d%n",
        done,
        (System.nanoTime() - start) / 1e9,
        seed);
    System.out.printf(
        "%-11s %10s %10s %10s %9s %12s%n",
        "target", "cases", "read", "refused", "findings", "us a case");
    for (int t = 0; t < shares.size(); t++) {
      Figures f = figures.get(t);
      System.out.printf(
          Locale.ROOT,
          "%-11s %10d %10d %10d %9d %12.0f%n",
          shares.get(t).target().name(),
          f.cases,
          f.read,
          f.refused,
          f.findings,
          f.nanos / 1e3 / Math.max(1, f.cases));
    }
    fuzzer.found().forEach((kind, n) -> System.out.println(n + " × " + kind));
    return fuzzer.found().size();
  }
}
