package org.corpuslm.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TextOutput;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.count.CountsAsText;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.InputGuard;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code export-counts}. */
@Command(
    name = "export-counts",
    header = "Writes the counts of a store as text for other tools.",
    description = "count --from-counts reads them back.",
    footer = {
      "corpuslm export-counts --counts counts --output counts.txt.gz",
      "corpuslm export-counts --counts counts --output web1t --format google"
    },
    sortOptions = false)
@Manual(
    files = {
      "FILE: one n-gram per line, a tab, and its count; lower orders first",
      "DIR: with --format google: 1gms/vocab.gz, 2gms/2gm-0000.gz and so on"
    },
    seeAlso = {"count", "export-arpa"})
final class ExportCountsCommand extends ResultCommand {
  /** Formats of counts as text: one file as SRILM writes it, or the layout of Google's Web 1T. */
  enum Format {
    SRILM,
    GOOGLE
  }

  @Option(names = "--counts", required = true, paramLabel = "DIR", description = "A count store.")
  private String counts;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE|-|DIR",
      description =
          "A file, compressed if its name ends in .gz; or - for stdout; with --format google, a"
              + " directory.")
  private String output;

  @Option(
      names = "--format",
      defaultValue = "srilm",
      paramLabel = "srilm|google",
      description =
          "srilm = one file, as ngram-count -write makes it; google = the layout of Google's Web"
              + " 1T. Default: srilm")
  private Format format;

  @Option(names = "--overwrite", description = "Replace an existing output.")
  private boolean overwrite;

  @Override
  boolean needsSpark() {
    return format == Format.GOOGLE;
  }

  @Override
  Result runOn(Cluster cluster) {
    if (format != Format.GOOGLE) {
      return run(cluster.hadoop());
    }
    if (output.equals(TextOutput.STDOUT)) {
      throw new BadInputException("--format google writes a directory; give one with --output");
    }
    CountStore store = CountStore.open(cluster.hadoop(), counts);
    InputGuard.check(cluster.hadoop(), output, List.of(counts));
    try (OutputDirectory target = OutputDirectory.create(cluster.hadoop(), output, overwrite)) {
      Published published = new CountsAsText(store).writeGoogle(cluster, target);
      return result(published.path(), store);
    }
  }

  @Override
  Result run(Configuration conf) {
    if (output.equals(TextOutput.STDOUT) && json()) {
      throw new BadInputException("--json and --output - would mix on stdout; leave out --json");
    }
    CountStore store = CountStore.open(conf, counts);
    try (TextOutput target = TextOutput.open(conf, output, overwrite, List.of(counts), stdout())) {
      new CountsAsText(store).write(conf, target.stream());
      target.publish();
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the counts: " + e.getMessage(), e);
    }
    return output.equals(TextOutput.STDOUT) ? new Result(Map.of(), "") : result(output, store);
  }

  private static Result result(String path, CountStore store) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", path);
    json.put("ngrams", store.facts().orders().stream().map(order -> order.ngrams()).toList());
    return new Result(json, "%s: n-grams %s\n".formatted(path, json.get("ngrams")));
  }
}
