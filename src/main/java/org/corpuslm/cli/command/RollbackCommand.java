package org.corpuslm.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.release.Release;
import org.corpuslm.release.Releases;
import org.corpuslm.runtime.OutputLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code rollback}. */
@Command(
    name = "rollback",
    header = "Makes an earlier version of retrained models the current one.",
    description =
        "Versions are made by run from a job file with a release block. A version that was"
            + " rolled back is not published again; the next version is trained on the text of the"
            + " current version and all newer text.",
    footer = {
      "corpuslm rollback --root models --list",
      "corpuslm rollback --root models",
      "corpuslm rollback --root models --to 3f2a9c0d1e4b"
    },
    sortOptions = false)
@Manual(
    files = {
      "ROOT/current.json: the current version; replaced by one rename",
      "ROOT/versions/ID/release.json: the state of each version"
    },
    seeAlso = {"run", "compare"})
final class RollbackCommand extends ResultCommand {
  @Option(
      names = "--root",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the versions: release.root of the job file.")
  private String root;

  @Option(
      names = "--to",
      defaultValue = "",
      paramLabel = "ID",
      description = "Id of the version. Default: the version published before the current one.")
  private String to;

  @Option(names = "--list", description = "List the versions and change nothing.")
  private boolean list;

  @Override
  @SuppressWarnings("try") // held, not used
  Result run(Configuration conf) {
    Releases releases = Releases.open(conf, root);
    Release current;
    if (list) {
      current = releases.current();
    } else {
      try (OutputLock lock = releases.lock()) {
        current = releases.rollback(to);
      }
    }
    List<Release> all = releases.all();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("current", current == null ? null : current.id());
    json.put("path", current == null ? null : current.path());
    json.put("versions", all);
    return new Result(
        json, all.isEmpty() ? "no version in " + root + " yet\n" : table(all, current));
  }

  /** Returns a row per version. */
  static String table(List<Release> all, Release current) {
    TextTable table = new TextTable("version", "made", "state", "perplexity", "parts", "");
    for (Release r : all) {
      boolean holds = current != null && r.id().equals(current.id());
      table.row(
          r.id(),
          r.created(),
          r.state().words(),
          String.format(Locale.ROOT, "%.4f", r.perplexity()),
          String.valueOf(r.parts().size()),
          holds ? "current" : "");
    }
    return table.toString();
  }
}
