package org.corpuslm.cli.pipeline;

import java.util.Map;
import org.corpuslm.runtime.Cluster;

/** A command that can be a step of a pipeline. */
public interface Step {

  /**
   * Checks the values of the options without doing any work.
   *
   * @throws org.corpuslm.runtime.BadInputException if a value is wrong
   */
  void check();

  /**
   * Runs the step, unless its output is unchanged, and prints the result.
   *
   * @param force whether to run an unchanged step too
   * @return for {@code --json}: {@code skipped}, and {@code result} if there is one
   */
  Map<String, Object> runStep(Cluster cluster, boolean force);
}
