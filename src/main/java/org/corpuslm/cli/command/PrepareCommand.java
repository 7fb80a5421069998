package org.corpuslm.cli.command;

import java.util.List;
import org.corpuslm.cli.options.FormatOptions;
import org.corpuslm.cli.options.LabelOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.corpus.CorpusFacts;
import org.corpuslm.corpus.HoldoutSplit;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.corpus.PrepareConfig.OnBadLine;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code prepare}: options of {@link PrepareConfig}. */
@Command(
    name = "prepare",
    header = "Encodes text as a corpus with a vocabulary and held-out splits.",
    description = {
      "By default, each line is one sentence, in UTF-8. Files may be plain, .gz, .bz2 or .zst."
          + " With --task, the text has labels.",
      "",
      "--input, --valid and --test accept files, directories with everything below them,"
          + " patterns (* ? [a-z] {a,b}), pipes, and - for standard input. In directories and"
          + " patterns, names that begin with . or _ are ignored; the result gives their number."
          + " If a file cannot be read, the command ends with an error."
    },
    footer = {
      "corpuslm prepare --input books/ --output corpus --holdout 0.05,0.05 --tokenizer words"
          + " --lowercase",
      "corpuslm prepare --input books/ --output corpus --vocabulary words.txt",
      "corpuslm prepare --input train.txt.gz --valid valid.txt --test test.txt --output corpus"
          + " --max-vocab 50000",
      "xzcat text.xz | corpuslm prepare --input - --output corpus",
      "corpuslm prepare --input crawl/*.jsonl.zst --format jsonl --column text --unit sentence"
          + " --tokenizer words --output corpus",
      "corpuslm prepare --task tag --input en.conllu --output corpus --holdout 0.1,0.1",
      "corpuslm prepare --task classify --input news.tsv --output corpus --holdout 0.1,0.1"
          + " --tokenizer words --lowercase"
    },
    sortOptions = false)
@Manual(
    files = {
      "vocabulary/words.parquet: words with their ids and counts",
      "train/, valid/, test/: the text as word ids",
      "labels/labels.parquet, train-labels/, …: the labels and their ids, with --task",
      "quarantine/samples.jsonl: samples of bad lines, with --on-bad-line quarantine",
      "manifest.json: configuration, inputs, and size and SHA-256 of each file; every"
          + " output directory has one"
    },
    seeAlso = {"count", "train", "inspect"})
final class PrepareCommand extends JobCommand {
  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "Training text: files, directories, patterns, or - for standard input.")
  private List<String> input;

  @Mixin private final FormatOptions format = new FormatOptions();

  @Option(
      names = "--valid",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Validation text, instead of --holdout.")
  private List<String> valid = List.of();

  @Option(
      names = "--test",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Test text, instead of --holdout.")
  private List<String> test = List.of();

  @Option(
      names = "--holdout",
      split = ",",
      paramLabel = "VALID,TEST",
      hideParamSyntax = true,
      description =
          "Shares of the lines to hold out, for example 0.05,0.05. Lines are chosen by a hash of"
              + " their content.")
  private List<Double> holdout = List.of();

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of that hash. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--tokenizer",
      defaultValue = "whitespace",
      paramLabel = "NAME",
      description =
          "How to split text into words: whitespace; words (letters with inner apostrophes,"
              + " numbers, and every other symbol as a word of its own); or chars. All keep a"
              + " literal <unk>, <s> and </s> whole. Default: ${DEFAULT-VALUE}")
  private String tokenizer;

  @Option(
      names = "--lowercase",
      description = "Convert text to Unicode lowercase before splitting it.")
  private boolean lowercase;

  @Option(
      names = "--normalize",
      defaultValue = "",
      paramLabel = "nfc|nfkc",
      description = "Put text in this Unicode normalization form first. Default: as it is")
  private String normalize;

  @Option(
      names = "--min-count",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Minimum count of a word in the training text; rarer words become the unknown word."
              + " Default: ${DEFAULT-VALUE}")
  private long minCount;

  @Option(
      names = "--max-vocab",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Keep only the N most frequent words, plus the special words; 0 = all words. Default:"
              + " ${DEFAULT-VALUE}")
  private int maxVocab;

  @Option(
      names = "--unk",
      defaultValue = "<unk>",
      paramLabel = "WORD",
      description =
          "The unknown word. A literal occurrence in the text counts as the unknown word. Default:"
              + " <unk>")
  private String unk;

  @Option(
      names = "--max-line-bytes",
      defaultValue = "16777216",
      paramLabel = "N",
      description =
          "Maximum length of a line in bytes; longer lines are bad lines. Default:"
              + " ${DEFAULT-VALUE}")
  private int maxLineBytes;

  @Option(
      names = "--skip-empty-lines",
      description =
          "Drop lines without words. By default, each is a sentence that consists of </s> alone.")
  private boolean skipEmptyLines;

  @Option(
      names = "--on-bad-line",
      defaultValue = "fail",
      paramLabel = "fail|quarantine",
      description =
          "What to do with a bad line (invalid UTF-8, too long, or with a literal <s> or </s>) or"
              + " row (no JSON object, or without a string in --column): stop, or set it aside and"
              + " list it. Default: fail")
  private OnBadLine onBadLine;

  @Option(
      names = "--replace-special",
      defaultValue = "",
      paramLabel = "WORD",
      description = "Replace a literal <s> or </s> by WORD. By default, such a line is bad.")
  private String replaceSpecial;

  @Option(
      names = "--skip-special",
      description = "Drop a literal <s>, </s> or unknown word (--unk).")
  private boolean skipSpecial;

  @Option(
      names = "--vocabulary",
      defaultValue = "",
      paramLabel = "DIR|FILE",
      description =
          "Use the words and ids of this corpus, count store or model, or the words of a list"
              + " (UTF-8, one word per line), instead of choosing words by frequency. Ids of listed"
              + " words follow their frequency in the training text.")
  private String vocabulary;

  @ArgGroup(validate = false, heading = "%n  Labeled text%n")
  private LabelOptions labels = new LabelOptions();

  @Override
  Job job() {
    if (!holdout.isEmpty() && holdout.size() != 2) {
      throw new BadInputException("--holdout takes two shares, for example 0.05,0.05");
    }
    double validShare = holdout.isEmpty() ? 0 : holdout.get(0);
    double testShare = holdout.isEmpty() ? 0 : holdout.get(1);
    return new PrepareConfig(
        input,
        valid,
        test,
        new HoldoutSplit(validShare, testShare, seed),
        new TextSpec(
            tokenizer,
            lowercase,
            unk,
            maxLineBytes,
            skipEmptyLines,
            replaceSpecial,
            skipSpecial,
            normalize),
        onBadLine,
        minCount,
        maxVocab,
        vocabulary,
        labels.labels(format.name()),
        labels.given() ? null : InputFormat.orNull(format.get()));
  }

  @Override
  String summary(Published published) {
    CorpusFacts facts = published.facts(CorpusFacts.class);
    TextTable table = new TextTable("split", "sentences", "tokens", "OOV", "partitions");
    facts
        .splits()
        .forEach(
            (name, split) ->
                table.row(
                    name,
                    "%,d".formatted(split.sentences()),
                    "%,d".formatted(split.tokens()),
                    "%,d".formatted(split.oov()),
                    "%,d".formatted(split.partitions())));
    long bad = facts.quarantined().values().stream().mapToLong(Long::longValue).sum();
    String nul =
        facts.linesWithNul() > 0
            ? " (%,d with NUL bytes, taken as white space)".formatted(facts.linesWithNul())
            : "";
    String passedOver =
        facts.passedOver() > 0
            ? "%,d names that begin with . or _ passed over\n".formatted(facts.passedOver())
            : "";
    String labeled = facts.labels() == null ? "" : ", %,d labels".formatted(facts.labels());
    String rows = facts.documents() == null ? "" : "%,d rows, ".formatted(facts.documents());
    return "corpus %s: vocabulary %,d words%s\n%s%s%,d %s read: %,d kept%s, %,d skipped, %,d quarantined%s\n%s"
        .formatted(
            published.path(),
            facts.vocabularySize(),
            labeled,
            table,
            rows,
            facts.lines(),
            facts.documents() == null ? "lines" : "units of text",
            facts.kept(),
            nul,
            facts.skippedEmpty(),
            bad,
            bad > 0 ? " " + facts.quarantined() + ", see quarantine/samples.jsonl" : "",
            passedOver);
  }
}
