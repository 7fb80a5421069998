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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

@Command(
    name = "run",
    header = "Runs a whole pipeline from one HOCON file.",
    description = {
      "Steps whose inputs and configuration are unchanged are skipped.",
      "",
      "A file with a release block (see jobs/retrain.conf) makes a version of models of all text so"
          + " far, and publishes it if its perplexity is not worse than that of the current one by"
          + " more than a margin. The last line of the output sums it up."
    },
    footer = {
      "corpuslm run jobs/quickstart.conf --set text=my.txt --set work=my-run",
      "corpuslm run jobs/retrain.conf --set incoming=texts --set root=models"
    },
    exitCodeList = {
      "0:Done; with a release block: published, or nothing to do.",
      "1:A failure; with a release block: rejected.",
      "2:Wrong usage or bad input; the message says how to mend it."
    },
    sortOptions = false)
@Manual(
    files = {
      "jobs/*.conf: pipelines that come with the program, with comments",
      "ROOT/current.json: which version holds, with a release block",
      "ROOT/versions/ID/: all that a version is made of; release.json in it tells its history"
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
      description = "Replaces a value of the file; may be given again.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--force", description = "Do every step again, changed or not.")
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
