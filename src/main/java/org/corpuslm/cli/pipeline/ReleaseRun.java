package org.corpuslm.cli.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.release.Release;
import org.corpuslm.release.ReleaseConfig;
import org.corpuslm.release.ReleasePlan;
import org.corpuslm.release.Releases;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputLock;

/** One run of a pipeline with a {@code release} block: plans a version, runs the steps, decides. */
public final class ReleaseRun {
  private final JobFile job;
  private final ReleaseConfig config;
  private final Pipeline pipeline;
  private List<Map<String, Object>> steps = List.of();
  private Release release;
  private String outcome = "unchanged";
  private int added;

  /**
   * Prepares a run; it does no work yet.
   *
   * @param job the pipeline file
   * @param config its {@code release} block
   * @param pipeline the steps
   */
  public ReleaseRun(JobFile job, ReleaseConfig config, Pipeline pipeline) {
    this.job = job;
    this.config = config;
    this.pipeline = pipeline;
  }

  /** Makes and judges a new version if there is new text; holds the lock of the root meanwhile. */
  @SuppressWarnings("try") // held, not used
  public void call() {
    Configuration conf = Cluster.hadoopOnly();
    Releases releases = Releases.open(conf, config.root());
    try (OutputLock lock = releases.lock()) {
      ReleasePlan plan = releases.plan(config, job.fingerprint());
      release = plan == null ? releases.current() : releases.find(plan.id());
      if (plan == null || (isRolledBack() && !pipeline.force())) {
        return;
      }
      if (release == null || pipeline.force()) {
        added = plan.added().size();
        String when = plan.previous() == null ? "first" : "next";
        Release current = releases.current();
        double published = current == null ? Double.NaN : current.perplexity();
        steps = pipeline.run(job.steps(values(releases, plan), when), published);
      }
      // A rejected version is judged again: the margin may have changed.
      release = releases.decide(plan, config);
      outcome = !isRejected() ? "published" : steps.isEmpty() ? "unchanged" : "rejected";
    }
  }

  private boolean isRolledBack() {
    return release != null && release.state() == Release.State.ROLLED_BACK;
  }

  private static Map<String, Object> values(Releases releases, ReleasePlan plan) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("release.version", plan.id());
    values.put("release.dir", releases.directory(plan.id()));
    values.put("release.new", paths(plan.added()));
    values.put("release.all", paths(plan.parts()));
    // Only steps with when = next use it, but all steps are resolved.
    values.put(
        "release.previous",
        plan.previous() == null ? "none" : releases.directory(plan.previous().id()));
    return values;
  }

  private static List<String> paths(List<Manifest.Input> parts) {
    List<String> paths = new ArrayList<>();
    parts.forEach(p -> paths.add(p.path()));
    return paths;
  }

  /** Returns whether the latest version, new or not, was rejected. */
  public boolean isRejected() {
    return release.state() == Release.State.REJECTED;
  }

  /** Returns the outcome, the version and the results of the steps for {@code --json}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("outcome", outcome);
    json.put("release", release);
    json.put("added", added);
    json.put("steps", steps);
    return json;
  }

  /** Returns the result in one line, for the log of a scheduler. */
  public String summary() {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%s version %s: perplexity %.4f",
            outcome,
            release.id(),
            release.perplexity()));
    if (release.before() > 0) {
      line.append(
          String.format(
              Locale.ROOT,
              " (before %.4f, %+.2f %%)",
              release.before(),
              100 * (release.perplexity() / release.before() - 1)));
    }
    line.append(", %d parts (%d new)".formatted(release.parts().size(), added));
    switch (release.state()) {
      case PUBLISHED -> line.append(", ").append(release.path());
      case REJECTED -> line.append("; rejected: ").append(release.reason());
      case ROLLED_BACK -> line.append("; it was rolled back and does not come back by itself");
    }
    return (steps.isEmpty() ? "" : "\n") + line + "\n";
  }
}
