package org.corpuslm.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.output.CountTable;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.ShardBalance;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.ngram.count.CountNgrams;
import org.corpuslm.ngram.kenlm.BinaryFile;
import org.corpuslm.release.Releases;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Command {@code inspect}. */
@Command(
    name = "inspect",
    header = "Shows what a directory or binary file contains and what it was made from.",
    footer = {
      "corpuslm inspect kn5",
      "corpuslm inspect counts --shards",
      "corpuslm inspect corpus --verify --json",
      "corpuslm inspect lm.bin"
    },
    sortOptions = false)
@Manual(
    files = {"manifest.json: in every output directory; the source of what is shown"},
    seeAlso = {"prepare", "count"})
final class InspectCommand extends ResultCommand {

  @Parameters(
      paramLabel = "DIR",
      description =
          "A corpus, count store, model or report; the root of retrained models; or a binary file of"
              + " KenLM.")
  private String directory;

  @Option(
      names = "--verify",
      description =
          "Read every file, compare sizes, SHA-256 and row counts, and check the totals of the"
              + " manifest.")
  private boolean verify;

  @Option(names = "--files", description = "List every file with its size and rows.")
  private boolean files;

  @Option(names = "--shards", description = "List every shard with its bytes and records.")
  private boolean shards;

  @Override
  Result run(Configuration conf) {
    if (BinaryFile.isBinary(conf, directory)) {
      return InspectBinary.of(conf, directory, verify);
    }
    Releases releases = Releases.open(conf, directory);
    if (releases.exist()) {
      InspectReleases inspected = new InspectReleases(conf, directory, releases);
      if (verify) {
        inspected.verify();
      }
      return inspected.result(verify);
    }
    Published published = Published.open(conf, directory);
    Manifest m = published.manifest();
    if (verify) {
      Verify.refuse(published.path(), Verify.findings(conf, published));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", published.path());
    json.put("fingerprint", m.fingerprint());
    json.put("verified", verify);
    ShardBalance balance = ShardBalance.of(m.files());
    if (balance != null) {
      json.put("balance", balance);
    }
    json.put("manifest", m);
    return new Result(json, text(published, balance));
  }

  private String text(Published published, ShardBalance balance) {
    Manifest m = published.manifest();
    long bytes = m.files().stream().mapToLong(PublishedFile::bytes).sum();
    StringBuilder text = new StringBuilder();
    text.append("%s: %s\n".formatted(published.path(), m.kind()));
    text.append("written %s by corpuslm %s\n".formatted(m.created(), m.version()));
    text.append("fingerprint %s\n".formatted(m.fingerprint()));
    text.append(
        "%,d files, %,d bytes%s\n"
            .formatted(m.files().size(), bytes, verify ? ", all checksums and totals right" : ""));
    m.inputs()
        .forEach(i -> text.append("made from %s (%s)\n".formatted(i.path(), i.fingerprint())));
    text.append("\nfacts ").append(Json.write(m.facts()));
    text.append("configuration ").append(Json.write(m.configuration()));
    if (m.kind().equals(CountNgrams.KIND)) {
      text.append('\n').append(CountTable.parts(published.facts(CountFacts.class)));
    }
    if (balance != null) {
      text.append('\n').append(balance.table());
      if (shards) {
        text.append('\n').append(balance.eachShard());
      }
    }
    if (files) {
      TextTable table = new TextTable("file", "bytes", "rows");
      for (PublishedFile f : m.files()) {
        table.row(
            f.path(), "%,d".formatted(f.bytes()), f.rows() < 0 ? "-" : "%,d".formatted(f.rows()));
      }
      text.append('\n').append(table);
    }
    return text.toString();
  }
}
