package org.corpuslm.cli.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.corpuslm.cli.options.CommonOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.pipeline.JobFile;
import org.corpuslm.cli.pipeline.Pipeline;
import org.corpuslm.cli.pipeline.ReleaseRun;
import org.corpuslm.release.ReleaseConfig;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code run}. */
@Command(
    name = "run",
    header = "Runs a pipeline from one HOCON file.",
    description = {
      "Steps whose inputs and configuration are unchanged are skipped, so an interrupted"
          + " run continues where it stopped.",
      "",
      "With a release block (see jobs/retrain.conf), each run trains a new version of the"
          + " models on all text so far, and publishes it unless its perplexity is worse than that"
          + " of the current version by more than a margin. The last line of the output summarizes"
          + " the result."
    },
    footer = {
      "corpuslm run jobs/quickstart.conf --set text=my.txt --set work=my-run",
      "corpuslm run jobs/retrain.conf --set incoming=texts --set root=models"
    },
    exitCodeList = {
      "0:Success; with a release block: published, or nothing to do.",
      "1:Failure; with a release block: rejected.",
      "2:Wrong usage or bad input; the message names the cause and the fix."
    },
    sortOptions = false)
@Manual(
    files = {
      "jobs/*.conf: pipelines that come with corpuslm, with comments",
      "ROOT/current.json: with a release block, the current version",
      "ROOT/versions/ID/: the outputs of a version; its release.json records its state"
    },
    seeAlso = {"rollback", "compare"})
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(
      paramLabel = "JOBFILE",
      description = "The pipeline, in HOCON; see jobs/ for examples.")
  private String file;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Replace a value of the file; can be given once per name.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--force", description = "Run every step, even if nothing has changed.")
  private boolean force;

  @Override
  public Integer call() {
    JobFile job = JobFile.read(Cluster.hadoopOnly(), file, settings);
    ReleaseConfig release = job.release();
    PrintWriter stdout = spec.commandLine().getOut();
    Pipeline pipeline =
        new Pipeline(file, CorpuslmCommand::commandLine, stdout, common.json(), force);
    if (release != null) {
      ReleaseRun run = new ReleaseRun(job, release, pipeline);
      run.call();
      stdout.print(common.json() ? Json.write(run.json()) : run.summary());
      stdout.flush();
      return run.isRejected() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }
    List<Map<String, Object>> done = pipeline.run(job.steps(Map.of(), ""), Double.NaN);
    if (common.json()) {
      stdout.print(Json.write(Map.of("steps", done)));
      stdout.flush();
    }
    return CommandLine.ExitCode.OK;
  }
}
