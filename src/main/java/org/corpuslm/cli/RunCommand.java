package org.corpuslm.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.corpuslm.jobs.DirectoryJob;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    header = "Runs a whole pipeline from one HOCON file.",
    description = "Steps whose inputs and configuration are unchanged are skipped.",
    footer = {
      "",
      "Example:  corpuslm run jobs/quickstart.conf --set text=my.txt --set work=my-run"
    },
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "JOBFILE", description = "The pipeline.")
  private String file;

  @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Replaces a value of the file.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--force", description = "Do every step again, changed or not.")
  private boolean force;

  @Override
  public Integer call() {
    List<CommandLine.ParseResult> steps = parse();
    List<Map<String, Object>> done = new ArrayList<>();
    PrintWriter stdout = spec.commandLine().getOut();
    try (Cluster cluster = Cluster.open("run")) {
      for (int i = 0; i < steps.size(); i++) {
        CommandLine.ParseResult step = steps.get(i);
        CommandLine command = step.commandSpec().commandLine();
        LOG.info("step {} of {}: {}", i + 1, steps.size(), String.join(" ", step.originalArgs()));
        if (!common.json) {
          stdout.println((i == 0 ? "" : "\n") + "== " + command.getCommandName());
          stdout.flush();
        }
        done.add(runStep(cluster, command));
      }
    }
    if (common.json) {
      stdout.print(Json.write(Map.of("steps", done)));
      stdout.flush();
    }
    return CommandLine.ExitCode.OK;
  }

  /** Checks all steps before the first one runs. */
  private List<CommandLine.ParseResult> parse() {
    List<CommandLine.ParseResult> parsed = new ArrayList<>();
    for (List<String> arguments : JobFile.steps(Cluster.hadoopOnly(), file, settings)) {
      CommandLine line = Main.commandLine();
      line.setOut(common.json ? new PrintWriter(new StringWriter()) : spec.commandLine().getOut());
      CommandLine.ParseResult result;
      try {
        result = line.parseArgs(Presets.expand(line, arguments.toArray(new String[0])));
      } catch (CommandLine.ParameterException e) {
        throw new BadInputException(
            "%s, step '%s': %s".formatted(file, String.join(" ", arguments), e.getMessage()), e);
      }
      check(result.subcommand(), arguments);
      parsed.add(result.subcommand());
    }
    return parsed;
  }

  private void check(CommandLine.ParseResult step, List<String> arguments) {
    Object command = step.commandSpec().userObject();
    try {
      if (command instanceof JobCommand job) {
        job.job(); // checks the values
      } else if (!(command instanceof ResultCommand)) {
        throw new BadInputException(step.commandSpec().name() + " cannot be a step of a pipeline");
      }
    } catch (BadInputException e) {
      throw new BadInputException(
          "%s, step '%s': %s".formatted(file, String.join(" ", arguments), e.getMessage()), e);
    }
  }

  private Map<String, Object> runStep(Cluster cluster, CommandLine command) {
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("command", command.getCommandName());
    Object user = command.getCommandSpec().userObject();
    if (user instanceof JobCommand jobCommand) {
      DirectoryJob job = jobCommand.job();
      Published published = force ? null : job.unchanged(cluster.hadoop());
      done.put("skipped", published != null);
      if (published == null) {
        published = job.run(cluster, true);
      } else {
        LOG.info("{} is unchanged: skipped", job.output());
      }
      jobCommand.tell(published);
      done.put("result", jobCommand.json(published));
    } else {
      done.put("skipped", false);
      done.put("result", ((ResultCommand) user).run(cluster));
    }
    return done;
  }
}
