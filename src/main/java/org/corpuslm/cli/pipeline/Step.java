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
   * Does the work and prints the result, unless the output is already what it would be.
   *
   * @param force do the work even then
   * @return for {@code --json}: {@code skipped}, and {@code result} if there is one
   */
  Map<String, Object> runStep(Cluster cluster, boolean force);
}
