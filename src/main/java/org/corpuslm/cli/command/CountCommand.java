package org.corpuslm.cli.command;

import java.util.List;
import org.corpuslm.cli.options.TokenizerOptions;
import org.corpuslm.cli.output.CountTable;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.ngram.count.CountConfig;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.ngram.count.FromCountsConfig;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.count.UpdateConfig;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Command {@code count}: options of {@link CountConfig}, {@link UpdateConfig} or {@link
 * FromCountsConfig}.
 */
@Command(
    name = "count",
    header = "Counts all n-grams of a corpus into a sharded store.",
    description = {
      "--append-to adds a corpus to a store, and --remove-from subtracts one. The result"
          + " equals counting all remaining text at once, except for the ids of words. The cost is"
          + " that of the one corpus plus reading and writing the store once. --output may be the"
          + " store itself, with --overwrite.",
      "",
      "All corpora must be prepared with the same --tokenizer, --lowercase, --unk,"
          + " --skip-empty-lines, --replace-special and --skip-special. Every corpus after the"
          + " first must be prepared without --min-count and --max-vocab, which would lose words"
          + " that the store knows. New words are appended to the vocabulary. If the first corpus"
          + " was prepared with --min-count or --max-vocab, its vocabulary stays fixed instead,"
          + " and all other words count as the unknown word."
    },
    footer = {
      "corpuslm count --corpus corpus --output counts --order 5",
      "corpuslm count --from-counts counts.txt.gz --output counts",
      "corpuslm count --append-to counts --corpus today --output counts --overwrite",
      "corpuslm count --remove-from counts --corpus last-year --output counts --overwrite"
    },
    sortOptions = false)
@Manual(
    files = {
      "counts/order=K/shard=S/part.parquet: w1 to wK (word ids), count, adjusted",
      "vocabulary/words.parquet: id, word, count",
      "sharding/words.parquet: the shard of the n-grams whose context ends in a word"
    },
    seeAlso = {"prepare", "estimate", "inspect"})
final class CountCommand extends JobCommand {
  @Option(
      names = "--corpus",
      paramLabel = "DIR",
      description =
          "The corpus to count. With --remove-from, also its fingerprint, which inspect shows.")
  private String corpus;

  @Option(
      names = "--order",
      paramLabel = "N",
      description =
          "Order of the longest n-grams, 1 to "
              + NgramOrder.MAX_COUNTED
              + ". Required with --corpus"
              + " alone; a store keeps its own order.")
  private Integer order;

  @Option(
      names = "--shards",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Number of shards; 0 = one per million tokens. A store keeps its own number. Default:"
              + " ${DEFAULT-VALUE}")
  private int shards;

  @Option(
      names = "--split-above",
      defaultValue = "" + Sharding.SPLIT_ABOVE,
      paramLabel = "TOKENS",
      description =
          "Spread the n-grams that follow a word over several shards if the word occurs more often"
              + " than this and would fill more than half a shard. A store keeps its own value."
              + " Default: ${DEFAULT-VALUE}")
  private long splitAbove;

  @Option(
      names = "--append-to",
      paramLabel = "STORE",
      description = "Add the corpus to this store.")
  private String append;

  @Option(
      names = "--remove-from",
      paramLabel = "STORE",
      description = "Subtract the corpus from this store.")
  private String remove;

  @Option(
      names = "--from-counts",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Read counts as text instead of a corpus: files as SRILM's ngram-count -write makes them,"
              + " or a directory in the layout of Google's Web 1T. export-counts writes both.")
  private List<String> fromCounts = List.of();

  @ArgGroup(validate = false, heading = "%n  With --from-counts%n")
  private TokenizerOptions text = new TokenizerOptions();

  private Job fromCounts() {
    if (corpus != null || append != null || remove != null) {
      throw new BadInputException(
          "--from-counts replaces --corpus, --append-to and --remove-from; leave them" + " out");
    }
    return new FromCountsConfig(
        fromCounts,
        order == null ? 0 : order,
        shards,
        text.tokenizer(),
        text.lowercase(),
        text.unk("<unk>"));
  }

  @Override
  Job job() {
    if (!fromCounts.isEmpty()) {
      return fromCounts();
    }
    if (text.given()) {
      throw new BadInputException(
          "--tokenizer, --lowercase and --unk apply only with --from-counts; a corpus records how"
              + " it was prepared");
    }
    if (corpus == null) {
      throw new BadInputException(
          "--corpus is missing: give a corpus to count, or --from-counts FILE for counts as text");
    }
    if (append != null && remove != null) {
      throw new BadInputException("give either --append-to or --remove-from, not both");
    }
    if (append != null || remove != null) {
      return new UpdateConfig(
          append != null ? UpdateConfig.Change.APPEND : UpdateConfig.Change.REMOVE,
          append != null ? append : remove,
          corpus,
          order == null ? 0 : order,
          shards);
    }
    if (order == null) {
      throw new BadInputException(
          "--order is missing: give the order of the longest n-grams, for example --order 5");
    }
    return new CountConfig(corpus, order, shards, splitAbove);
  }

  @Override
  String summary(Published published) {
    CountFacts facts = published.facts(CountFacts.class);
    return "counts %s: %d shards, %,d tokens in %,d sentences\n%s%s"
        .formatted(
            published.path(),
            facts.shards(),
            facts.tokens(),
            facts.sentences(),
            CountTable.orders(facts),
            facts.parts().size() > 1 ? "\n" + CountTable.parts(facts) : "");
  }
}
