package org.corpuslm.cli.pipeline;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.corpuslm.cli.arguments.ArgumentCheck;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.RunMetrics.Figure;
import org.corpuslm.runtime.Sanitizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Runs commands one after another in one Spark application and skips those whose output is
 * unchanged.
 *
 * @param file the job file, for messages
 * @param parser makes a parser of command lines, one for each step
 * @param json whether results are for programs, so that steps print nothing
 * @param force whether to run unchanged steps too
 */
public record Pipeline(
    String file, Supplier<CommandLine> parser, PrintWriter stdout, boolean json, boolean force) {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  /**
   * Checks all steps, then runs them, and returns their results for {@code --json}.
   *
   * @param published perplexity of the current version, exposed as a metric; NaN = none
   */
  public List<Map<String, Object>> run(List<List<String>> commands, double published) {
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
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("command", command.getCommandName());
        Step work = (Step) command.getCommandSpec().userObject();
        result.putAll(cluster.step(command.getCommandName(), () -> work.runStep(cluster, force)));
        done.add(result);
        cluster.figures().set(Figure.STEPS_DONE, done.size());
      }
    }
    return done;
  }

  /** Parses and checks all steps without running any. */
  public List<CommandLine.ParseResult> parse(List<List<String>> commands) {
    List<CommandLine.ParseResult> parsed = new ArrayList<>();
    for (List<String> arguments : commands) {
      CommandLine line = parser.get();
      line.setOut(json ? new PrintWriter(new StringWriter()) : stdout);
      CommandLine.ParseResult result;
      try {
        result = line.parseArgs(ArgumentCheck.prepare(line, arguments.toArray(new String[0])));
      } catch (CommandLine.ParameterException e) {
        throw wrong(arguments, e);
      }
      check(result.subcommand(), arguments);
      parsed.add(result.subcommand());
    }
    return parsed;
  }

  private void check(CommandLine.ParseResult step, List<String> arguments) {
    try {
      if (step.hasMatchedOption("--fail-if-worse")) {
        throw new BadInputException(
            "--fail-if-worse sets an exit code, which a step does not have; run compare by itself");
      }
      if (!(step.commandSpec().userObject() instanceof Step command)) {
        throw new BadInputException(step.commandSpec().name() + " cannot be a step of a pipeline");
      }
      command.check();
    } catch (BadInputException e) {
      throw wrong(arguments, e);
    }
  }

  private BadInputException wrong(List<String> arguments, Exception e) {
    return new BadInputException(
        "%s, step '%s': %s".formatted(file, String.join(" ", arguments), e.getMessage()), e);
  }
}
