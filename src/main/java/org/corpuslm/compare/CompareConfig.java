package org.corpuslm.compare;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The resolved configuration of {@code compare}.
 *
 * @param root root directory of releases, whose versions come before the reports, the oldest first;
 *     empty = none
 * @param rootReport directory of the report of a version, below that of the version
 * @param reports report directories, in order
 * @param models models to compare, each {@code NAME} or {@code NAME=OTHER…}; empty = all
 * @param baseline report that the last one is judged against
 * @param margin relative change of perplexity that counts as no change: 0.01 is 1%
 * @param forceCorpora whether to compare reports on different text or vocabularies; their figures
 *     are labeled
 */
public record CompareConfig(
    String root,
    String rootReport,
    List<String> reports,
    List<String> models,
    Baseline baseline,
    double margin,
    boolean forceCorpora)
    implements Job {

  /** The report that the last one is judged against. */
  public enum Baseline {
    /** The previous report; among versions, the last published version before it. */
    PREVIOUS,
    /** The first report. */
    FIRST
  }

  /**
   * Checks the configuration.
   *
   * @throws BadInputException if there are fewer than two reports and no root, or if the margin is
   *     negative
   */
  public CompareConfig {
    if (root.isEmpty() && reports.size() < 2) {
      throw new BadInputException(
          reports.isEmpty()
              ? "give --report twice or more, or --root: compare needs two reports"
              : "only one report, %s: give another --report, or --root with earlier versions"
                  .formatted(reports.get(0)));
    }
    if (!(margin >= 0 && Double.isFinite(margin))) {
      throw new BadInputException(
          "--margin is %s; it must be at least 0, for example 0.01".formatted(margin));
    }
  }

  @Override
  public String kind() {
    return Compare.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return new Compare(conf, this).inputs();
  }

  @Override
  public boolean needsSpark() {
    return false;
  }

  @Override
  public Published run(Configuration conf, OutputDirectory target) {
    return new Compare(conf, this).publish(target);
  }
}
