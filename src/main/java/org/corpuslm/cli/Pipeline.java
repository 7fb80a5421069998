package org.corpuslm.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.RunMetrics.Figure;
import org.corpuslm.runtime.Sanitizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Commands one after another in one Spark application; those whose output is what they would write
 * again are skipped.
 *
 * @param file where they come from, for messages
 * @param json results are for programs: nothing is printed in between
 * @param force nothing is skipped
 */
record Pipeline(String file, PrintWriter stdout, boolean json, boolean force) {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  /**
   * Checks all steps, then runs them; their outcomes for programs.
   *
   * @param published perplexity of the version that is current, for who watches; NaN = none
   */
  List<Map<String, Object>> run(List<List<String>> commands, double published) {
    List<CommandLine.ParseResult> steps = parse(commands);
    List<Map<String, Object>> done = new ArrayList<>();
    try (Cluster cluster = Cluster.open("run")) {
      cluster.figures().set(Figure.PUBLISHED_PERPLEXITY, published);
      cluster.figures().set(Figure.STEPS, steps.size());
      for (int i = 0; i < steps.size(); i++) {
        CommandLine.ParseResult step = steps.get(i);
        CommandLine command = step.commandSpec().commandLine();
        String told = Sanitizer.message(String.join(" ", step.originalArgs()));
        LOG.info("step {} of {}: {}", i + 1, steps.size(), told);
        if (!json) {
          stdout.println((i == 0 ? "" : "\n") + "== " + command.getCommandName());
          stdout.flush();
        }
        done.add(cluster.step(command.getCommandName(), () -> runStep(cluster, command)));
        cluster.figures().set(Figure.STEPS_DONE, done.size());
      }
    }
    return done;
  }

  /** Checks all steps, without doing anything. */
  List<CommandLine.ParseResult> parse(List<List<String>> commands) {
    List<CommandLine.ParseResult> parsed = new ArrayList<>();
    for (List<String> arguments : commands) {
      CommandLine line = Main.commandLine();
      line.setOut(json ? new PrintWriter(new StringWriter()) : stdout);
      CommandLine.ParseResult result;
      try {
        result = line.parseArgs(Main.arguments(line, arguments.toArray(new String[0])));
      } catch (CommandLine.ParameterException e) {
        throw wrong(arguments, e);
      }
      check(result.subcommand(), arguments);
      parsed.add(result.subcommand());
    }
    return parsed;
  }

  private void check(CommandLine.ParseResult step, List<String> arguments) {
    Object command = step.commandSpec().userObject();
    try {
      if (step.hasMatchedOption("--fail-if-worse")) {
        throw new BadInputException(
            "--fail-if-worse decides on an exit code, which a step has not: run compare by itself");
      }
      if (command instanceof JobCommand job) {
        job.job(); // checks the values
      } else if (!(command instanceof ResultCommand)) {
        throw new BadInputException(step.commandSpec().name() + " cannot be a step of a pipeline");
      }
    } catch (BadInputException e) {
      throw wrong(arguments, e);
    }
  }

  private BadInputException wrong(List<String> arguments, Exception e) {
    return new BadInputException(
        "%s, step '%s': %s".formatted(file, String.join(" ", arguments), e.getMessage()), e);
  }

  private Map<String, Object> runStep(Cluster cluster, CommandLine command) {
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("command", command.getCommandName());
    Object user = command.getCommandSpec().userObject();
    if (user instanceof JobCommand jobCommand && !jobCommand.writesDirectory()) {
      done.put("skipped", false);
      jobCommand.runOthers(cluster);
    } else if (user instanceof JobCommand jobCommand) {
      Job job = jobCommand.job();
      Published published = force ? null : job.unchanged(cluster.hadoop(), jobCommand.out.output);
      done.put("skipped", published != null);
      if (published == null) {
        published = job.run(cluster, jobCommand.out.output, true);
      } else {
        LOG.info("{} is unchanged: skipped", jobCommand.out.output);
        job.tidy(cluster, jobCommand.out.output, published);
      }
      jobCommand.tell(published);
      jobCommand.runOthers(cluster);
      done.put("result", jobCommand.json(published));
    } else {
      done.put("skipped", false);
      done.put("result", ((ResultCommand) user).run(cluster));
    }
    return done;
  }
}
