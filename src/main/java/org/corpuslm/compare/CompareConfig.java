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
 * @param root of releases, whose versions come before the reports, oldest first; empty = none
 * @param rootReport where the report of a version is, below its directory
 * @param reports report directories, in this order
 * @param models only these, each {@code NAME} or {@code NAME=OTHER…}; empty = all
 * @param baseline what the last report is judged against
 * @param margin by how much perplexity may change and count as the same, relative: 0.01 is 1 %
 * @param forceCorpora compare although held-out text or vocabulary differ; then labeled
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

  /** What the last report is judged against. */
  public enum Baseline {
    /** The one before; among versions, the last published one before. */
    PREVIOUS,
    /** The first one. */
    FIRST
  }

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
