package org.corpuslm.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.release.Release;
import org.corpuslm.release.Releases;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;

/** The part of {@code inspect} that shows the versions of retrained models. */
record InspectReleases(Configuration conf, String root, Releases releases) {

  /**
   * Checks every directory of every version, and that each has the report it was judged by.
   *
   * @throws org.corpuslm.runtime.BadInputException with all findings
   */
  void verify() {
    List<String> findings = new ArrayList<>();
    Release current = releases.current();
    if (current != null && current.state() != Release.State.PUBLISHED) {
      findings.add(
          "%s/current.json names version %s, which was not published; choose one with rollback --to"
              .formatted(root, current.id()));
    }
    for (Release release : releases.all()) {
      boolean judged = false;
      for (String path : releases.outputs(release.id())) {
        try {
          Published output = Published.open(conf, path);
          findings.addAll(Verify.findings(conf, output));
          judged |= isReportOf(output, release);
        } catch (BadInputException e) {
          findings.add(e.getMessage());
        }
      }
      if (!judged) {
        findings.add(
            "%s/release.json records a perplexity of %s on %,d tokens, which none of its reports contains"
                .formatted(
                    releases.directory(release.id()), release.perplexity(), release.tokens()));
      }
    }
    Verify.refuse(root, findings);
  }

  private static boolean isReportOf(Published output, Release release) {
    if (!output.manifest().kind().equals(PerplexityReport.KIND)) {
      return false;
    }
    for (var model : output.manifest().facts().path("models")) {
      if (model.path("perplexity").asDouble() == release.perplexity()
          && model.path("tokens").asLong() == release.tokens()) {
        return true;
      }
    }
    return false;
  }

  ResultCommand.Result result(boolean verified) {
    Release current = releases.current();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", root);
    json.put("current", current == null ? null : current.id());
    json.put("verified", verified);
    json.put("versions", releases.all());
    String text =
        "%s: versions of re-trained models%s\n\n%s"
            .formatted(
                root,
                verified ? ", all checksums and totals right" : "",
                RollbackCommand.table(releases.all(), current));
    return new ResultCommand.Result(json, text);
  }
}
