package org.corpuslm.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.corpuslm.cli.options.CommonOptions;
import org.corpuslm.cli.options.OutputOptions;
import org.corpuslm.cli.pipeline.Step;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that writes a directory: builds a {@link Job} from its options and runs it. */
abstract class JobCommand implements Callable<Integer>, Step {
  private static final Logger LOG = LoggerFactory.getLogger(JobCommand.class);

  @Spec private CommandSpec spec;
  @Mixin final CommonOptions common = new CommonOptions();
  @Mixin final OutputOptions out = new OutputOptions();

  /**
   * Returns the job that the options describe.
   *
   * @throws org.corpuslm.runtime.BadInputException if a value is wrong
   */
  abstract Job job();

  /** Returns the result as text for people. */
  abstract String summary(Published published);

  /** Returns the result for {@code --json}. */
  Object json(Published published) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("kind", published.manifest().kind());
    node.put("path", published.path());
    node.set("facts", published.manifest().facts());
    return node;
  }

  /** Returns the exit code of a successful run. */
  int exitCode(Published published) {
    return CommandLine.ExitCode.OK;
  }

  /** Returns whether to write the directory; a command may have other results instead. */
  boolean writesDirectory() {
    return true;
  }

  /** Writes further results, after the directory. */
  void runOthers(Cluster cluster, PrintWriter stdout) {}

  /** Returns whether further results go to stdout; the text for people then goes to stderr. */
  boolean keepsStdout() {
    return false;
  }

  @Override
  public final Integer call() {
    Job job = job();
    if (!job.needsSpark()) {
      Published published = job.run(Cluster.hadoopOnly(), out.output(), out.overwrite());
      tell(published);
      return exitCode(published);
    }
    try (Cluster cluster = Cluster.open(spec.name())) {
      int exitCode = CommandLine.ExitCode.OK;
      if (writesDirectory()) {
        Published published = job.run(cluster, out.output(), out.overwrite());
        tell(published);
        exitCode = exitCode(published);
      }
      runOthers(cluster);
      return exitCode;
    }
  }

  @Override
  public final void check() {
    job();
  }

  @Override
  public final Map<String, Object> runStep(Cluster cluster, boolean force) {
    Map<String, Object> done = new LinkedHashMap<>();
    if (!writesDirectory()) {
      done.put("skipped", false);
      runOthers(cluster);
      return done;
    }
    Job job = job();
    String output = out.output();
    Published published = force ? null : job.unchanged(cluster.hadoop(), output);
    done.put("skipped", published != null);
    if (published == null) {
      published = job.run(cluster, output, true);
    } else {
      LOG.info("{} is unchanged: skipped", output);
      job.tidy(cluster, output, published);
    }
    tell(published);
    runOthers(cluster);
    done.put("result", json(published));
    return done;
  }

  private void runOthers(Cluster cluster) {
    runOthers(cluster, spec.commandLine().getOut());
  }

  private void tell(Published published) {
    PrintWriter to = keepsStdout() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    to.print(common.json() ? Json.write(json(published)) : summary(published));
    to.flush();
  }
}
