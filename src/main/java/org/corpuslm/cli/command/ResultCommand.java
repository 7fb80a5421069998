package org.corpuslm.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.interactive.InteractiveSession;
import org.corpuslm.cli.interactive.LineSession;
import org.corpuslm.cli.options.CommonOptions;
import org.corpuslm.cli.pipeline.Step;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Json;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that prints its result or writes a single file, not a directory with a manifest. */
abstract class ResultCommand implements Callable<Integer>, Step {
  @Spec private CommandSpec spec;
  @Mixin private final CommonOptions common = new CommonOptions();

  /**
   * A result.
   *
   * @param json the result for {@code --json}
   * @param text the result for people
   */
  record Result(Map<String, Object> json, String text) {}

  /** Runs a command that does not need Spark. */
  Result run(Configuration conf) {
    throw new IllegalStateException("this command runs on Spark");
  }

  /** Runs the command on Spark, or without if it does not need Spark. */
  Result runOn(Cluster cluster) {
    return run(cluster.hadoop());
  }

  boolean needsSpark() {
    return false;
  }

  @Override
  public final Integer call() {
    if (needsSpark()) {
      try (Cluster cluster = Cluster.open(spec.name())) {
        print(runOn(cluster));
      }
    } else {
      print(run(Cluster.hadoopOnly()));
    }
    return CommandLine.ExitCode.OK;
  }

  @Override
  public final void check() {} // its options are checked when it runs

  @Override
  public final Map<String, Object> runStep(Cluster cluster, boolean force) {
    Result result = runOn(cluster);
    print(result);
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("skipped", false);
    done.put("result", result.json());
    return done;
  }

  /** Runs an interactive session to its end; nothing remains to print. */
  final Result talk(InteractiveSession conversation) {
    if (common.json()) {
      throw new BadInputException("--interactive prints text for people; leave out --json");
    }
    LineSession.run(conversation, System.in, spec.commandLine().getOut());
    return new Result(Map.of(), "");
  }

  final PrintWriter stdout() {
    return spec.commandLine().getOut();
  }

  final boolean json() {
    return common.json();
  }

  /** Prints a result that does not fit into memory. */
  final Result stream(Reader result) throws IOException {
    if (common.json()) {
      throw new BadInputException("--output - prints the file itself; leave out --json");
    }
    PrintWriter stdout = spec.commandLine().getOut();
    char[] buffer = new char[1 << 16];
    for (int n = result.read(buffer); n >= 0 && !stdout.checkError(); n = result.read(buffer)) {
      stdout.write(buffer, 0, n);
    }
    return new Result(Map.of(), "");
  }

  private void print(Result result) {
    PrintWriter stdout = stdout();
    stdout.print(common.json() ? Json.write(result.json()) : result.text());
    stdout.flush();
  }
}
