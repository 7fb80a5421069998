package org.corpuslm.cli.command;

import java.util.List;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.corpus.CorpusFacts;
import org.corpuslm.corpus.PrepareConfig.OnBadLine;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "prepare",
    header = "Text to an encoded corpus with a vocabulary and held-out splits.",
    description = {
      "One line is one sentence. Text is UTF-8, plain, .gz or .bz2.",
      "",
      "An input is a file, a directory with all files below it, a pattern (* ? [a-z] {a,b}), a"
          + " pipe, or - for standard input. In directories and patterns, names that begin with ."
          + " or _ are passed over and counted; a file that cannot be read ends the command."
    },
    footer = {
      "corpuslm prepare --input books/ --output corpus --holdout 0.05,0.05 --tokenizer words"
          + " --lowercase",
      "corpuslm prepare --input books/ --output corpus --vocabulary words.txt",
      "corpuslm prepare --input train.txt.gz --valid valid.txt --test test.txt --output corpus"
          + " --max-vocab 50000",
      "xzcat text.xz | corpuslm prepare --input - --output corpus"
    },
    sortOptions = false)
@Manual(
    files = {
      "vocabulary/words.parquet: the words with their ids and counts",
      "train/, valid/, test/: the text as word ids",
      "quarantine/samples.jsonl: of the lines set aside, with --on-bad-line quarantine",
      "manifest.json: configuration, inputs, sizes and SHA-256 of all files; every output has one"
    },
    seeAlso = {"count", "train", "inspect"})
final class PrepareCommand extends JobCommand {
  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "Training text: files, directories, globs, or - for standard input.")
  private List<String> input;

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
          "Shares of the lines to hold out, for example 0.05,0.05; chosen by a hash of their"
              + " content.")
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
          "whitespace, words (letters with inner apostrophes, numbers, single other symbols) or"
              + " chars; all keep <unk>, <s> and </s> whole. Default: ${DEFAULT-VALUE}")
  private String tokenizer;

  @Option(names = "--lowercase", description = "Unicode lower case before splitting.")
  private boolean lowercase;

  @Option(
      names = "--min-count",
      defaultValue = "1",
      paramLabel = "N",
      description = "Words seen less often become the unknown word. Default: ${DEFAULT-VALUE}")
  private long minCount;

  @Option(
      names = "--max-vocab",
      defaultValue = "0",
      paramLabel = "N",
      description = "Keep the N most frequent words besides the special ones; 0 = all.")
  private int maxVocab;

  @Option(
      names = "--unk",
      defaultValue = "<unk>",
      paramLabel = "WORD",
      description = "Name of the unknown word; in the text it is that word. Default: <unk>")
  private String unk;

  @Option(
      names = "--max-line-bytes",
      defaultValue = "16777216",
      paramLabel = "N",
      description = "Lines of more bytes are bad lines. Default: ${DEFAULT-VALUE}")
  private int maxLineBytes;

  @Option(
      names = "--skip-empty-lines",
      description = "Leave out lines without words; else they are sentences of </s> alone.")
  private boolean skipEmptyLines;

  @Option(
      names = "--on-bad-line",
      defaultValue = "fail",
      paramLabel = "fail|quarantine",
      description = "Stop at a line that is no valid text, or set it aside. Default: fail")
  private OnBadLine onBadLine;

  @Option(
      names = "--replace-special",
      defaultValue = "",
      paramLabel = "WORD",
      description = "Replace a literal <s> or </s> in the text by WORD; else such lines are bad.")
  private String replaceSpecial;

  @Option(
      names = "--skip-special",
      description = "Leave a literal <s>, </s> or unknown word (--unk) in the text out.")
  private boolean skipSpecial;

  @Option(
      names = "--vocabulary",
      defaultValue = "",
      paramLabel = "DIR|FILE",
      description =
          "Keep the words of this corpus, count store or model, with their ids, or the words of a"
              + " list (a text file, one word a line; ids by frequency), instead of choosing them"
              + " by their frequency here.")
  private String vocabulary;

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
        validShare,
        testShare,
        seed,
        tokenizer,
        lowercase,
        minCount,
        maxVocab,
        unk,
        maxLineBytes,
        skipEmptyLines,
        onBadLine,
        replaceSpecial,
        vocabulary,
        skipSpecial);
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
    return "corpus %s: vocabulary %,d words\n%s%,d lines read: %,d kept%s, %,d skipped, %,d quarantined%s\n%s"
        .formatted(
            published.path(),
            facts.vocabularySize(),
            table,
            facts.lines(),
            facts.kept(),
            nul,
            facts.skippedEmpty(),
            bad,
            bad > 0 ? " " + facts.quarantined() + ", see quarantine/samples.jsonl" : "",
            passedOver);
  }
}
