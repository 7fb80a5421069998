package org.corpuslm.cli.command;

import java.util.List;
import org.corpuslm.cli.options.FormatOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.corpus.PrepareConfig.OnBadLine;
import org.corpuslm.report.Figures;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import org.corpuslm.score.ScoreConfig;
import org.corpuslm.score.ScoreFacts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code score}: options of {@link ScoreConfig}. */
@Command(
    name = "score",
    header = "Scores documents with models and writes them with their scores.",
    description = {
      "Writes the same rows with all their columns and, for each model, corpuslm_tokens,"
          + " corpuslm_oov, corpuslm_log10, corpuslm_perplexity and corpuslm_bits_per_byte"
          + " (corpuslm_NAME_tokens and so on with --model NAME=DIR). With two models,"
          + " corpuslm_difference has the bits per byte of the first minus those of the second.",
      "",
      "Parquet and data sources give Parquet; JSON lines, plain lines and WET files give JSON lines."
          + " Rows keep their order. Buckets and percentiles are by the perplexity of a document"
          + " under the first model."
    },
    footer = {
      "corpuslm score --model kn5 --input crawl/*.jsonl.zst --format jsonl --output scored",
      "corpuslm score --model kn5 --input crawl.parquet --format parquet --buckets 30,60 --by language"
          + " --output scored",
      "corpuslm score --model in=news --model out=web --input docs.jsonl --format jsonl"
          + " --keep-percentile 50 --output kept"
    },
    sortOptions = false)
@Manual(
    files = {
      "documents/: the rows with their scores",
      "quarantine/: file, row and reason of every bad row, with --on-bad-line quarantine",
      "score.json, score.html: figures, histogram and examples, for programs and for people"
    },
    seeAlso = {"perplexity", "prepare"})
final class ScoreCommand extends JobCommand {
  @Option(
      names = "--model",
      required = true,
      arity = "1..*",
      paramLabel = "[NAME=]DIR",
      hideParamSyntax = true,
      description = "Saved models; with several, each has a name for its columns.")
  private List<String> models;

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "Documents: files, directories, patterns, or - for standard input.")
  private List<String> input;

  @Mixin private final FormatOptions format = new FormatOptions();

  @Option(
      names = "--on-bad-line",
      defaultValue = "fail",
      paramLabel = "fail|quarantine",
      description =
          "What to do with a row that has no text (no JSON object, no string in --column, invalid"
              + " UTF-8): stop, or set it aside and list it. Default: fail")
  private OnBadLine onBadLine;

  @Option(
      names = "--buckets",
      split = ",",
      paramLabel = "P,P",
      hideParamSyntax = true,
      description =
          "Percentiles between which buckets lie, for example 30,60: column corpuslm_bucket has"
              + " p0-30, p30-60 or p60-100.")
  private List<Double> buckets = List.of();

  @Option(
      names = "--by",
      defaultValue = "",
      paramLabel = "COLUMN",
      description = "Percentiles are those of the documents with the same value in this column.")
  private String by;

  @Option(
      names = "--max-perplexity",
      defaultValue = "0",
      paramLabel = "X",
      description = "Drop documents with a higher perplexity; 0 = none. Default: ${DEFAULT-VALUE}")
  private double maxPerplexity;

  @Option(
      names = "--keep-percentile",
      defaultValue = "100",
      paramLabel = "P",
      description =
          "Keep this share of the documents, in percent, those with the lowest perplexity. Default:"
              + " ${DEFAULT-VALUE}")
  private double keepPercentile;

  @Option(
      names = "--compression",
      defaultValue = "none",
      paramLabel = "none|gz|zst",
      description =
          "Compression of JSON lines; Parquet keeps that of the input. Default: ${DEFAULT-VALUE}")
  private String compression;

  @Option(
      names = "--partition-by-bucket",
      description = "Write each bucket to a directory corpuslm_bucket=NAME.")
  private boolean partitionByBucket;

  @Override
  Job job() {
    return new ScoreConfig(
        models.stream().map(ScoreConfig.NamedModel::parse).toList(),
        input,
        format.get(),
        onBadLine,
        by,
        buckets,
        new ScoreConfig.Selection(maxPerplexity, keepPercentile),
        compression,
        partitionByBucket);
  }

  @Override
  String summary(Published published) {
    ScoreFacts facts = published.facts(ScoreFacts.class);
    TextTable table =
        new TextTable("group", "model", "documents", "perplexity", "bits/byte", "tokens", "OOV");
    for (ScoreFacts.Group group : facts.groups()) {
      for (ScoreFacts.OfModel model : group.models()) {
        table.row(
            group.name().isEmpty() ? "-" : group.name(),
            model.name().isEmpty() ? model.path() : model.name(),
            Figures.whole(group.documents()),
            Figures.number(model.perplexity()),
            Figures.bits(model.bitsPerByte()),
            Figures.whole(model.tokens()),
            Figures.whole(model.oov()));
      }
    }
    StringBuilder text = new StringBuilder(table.toString());
    facts.buckets().forEach((name, n) -> text.append("bucket %s: %,d\n".formatted(name, n)));
    long bad = facts.quarantined().values().stream().mapToLong(Long::longValue).sum();
    return text.append(
            "%,d rows read: %,d written, %,d dropped, %,d quarantined%s\npage: %s/score.html\n"
                .formatted(
                    facts.rows(),
                    facts.written(),
                    facts.dropped(),
                    bad,
                    bad > 0 ? " " + facts.quarantined() + ", see quarantine/" : "",
                    published.path()))
        .toString();
  }
}
