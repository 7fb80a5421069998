package org.corpuslm.cli.command;

import java.util.List;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.PartsTable;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.ngram.count.CountConfig;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.ngram.count.FromCountsConfig;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.count.UpdateConfig;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "count",
    header = "Corpus to a sharded store of n-gram counts.",
    description = {
      "--append-to adds a corpus to a store, --remove-from takes one away that was added. The"
          + " outcome is what counting all text at once gives (words have other ids); the cost is"
          + " that of the corpus and of reading and writing the store once. --output may be the"
          + " store itself, with --overwrite.",
      "",
      "The corpora have to be prepared alike: --tokenizer, --lowercase, --unk, --skip-empty-lines,"
          + " --replace-special and --skip-special. New words join the vocabulary, unless the first"
          + " corpus was prepared with --min-count or --max-vocab: then that vocabulary stays and"
          + " other words count as unknown. The corpora added have to be prepared without these"
          + " two, or known words would be lost in them."
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
      "sharding/words.parquet: which shard has the n-grams whose context ends in a word"
    },
    seeAlso = {"prepare", "estimate", "inspect"})
final class CountCommand extends JobCommand {
  @Option(
      names = "--corpus",
      paramLabel = "DIR",
      description = "What to count; with --remove-from also the fingerprint that inspect shows.")
  private String corpus;

  @Option(
      names = "--order",
      paramLabel = "N",
      description =
          "Length of the longest n-grams, 1 to "
              + NgramOrder.MAX_COUNTED
              + "; a store keeps its own.")
  private Integer order;

  @Option(
      names = "--shards",
      defaultValue = "0",
      paramLabel = "N",
      description = "Number of shards; 0 = one for about a million tokens; a store keeps its own.")
  private int shards;

  @Option(
      names = "--split-above",
      defaultValue = "" + Sharding.SPLIT_ABOVE,
      paramLabel = "TOKENS",
      description =
          "Put the n-grams of a word into several shards if it occurs more often than this and"
              + " fills more than half a shard (default: ${DEFAULT-VALUE}); a store keeps its own.")
  private long splitAbove;

  @Option(
      names = "--append-to",
      paramLabel = "STORE",
      description = "Add the corpus to the counts of this store.")
  private String append;

  @Option(
      names = "--remove-from",
      paramLabel = "STORE",
      description = "Take the corpus away from the counts of this store.")
  private String remove;

  @Option(
      names = "--from-counts",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Take counts instead of a corpus: files of SRILM's ngram-count -write, or a directory in"
              + " the layout of Google's Web 1T; as export-counts writes them.")
  private List<String> fromCounts = List.of();

  @Option(
      names = "--tokenizer",
      paramLabel = "NAME",
      description =
          "With --from-counts, how text is cut for models of these counts: whitespace (default),"
              + " words or chars.")
  private String tokenizer;

  @Option(
      names = "--lowercase",
      description = "With --from-counts, Unicode lower case before text is cut.")
  private boolean lowercase;

  @Option(
      names = "--unk",
      paramLabel = "WORD",
      description = "With --from-counts, the unknown word in them. Default: <unk>")
  private String unk;

  private Job fromCounts() {
    if (corpus != null || append != null || remove != null) {
      throw new BadInputException(
          "--from-counts takes the place of --corpus, --append-to and --remove-from; leave them"
              + " out");
    }
    return new FromCountsConfig(
        fromCounts,
        order == null ? 0 : order,
        shards,
        tokenizer == null ? "whitespace" : tokenizer,
        lowercase,
        unk == null ? "<unk>" : unk);
  }

  @Override
  Job job() {
    if (!fromCounts.isEmpty()) {
      return fromCounts();
    }
    if (tokenizer != null || lowercase || unk != null) {
      throw new BadInputException(
          "--tokenizer, --lowercase and --unk are for --from-counts; a corpus knows how it was"
              + " prepared");
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
      throw new BadInputException("--order is missing: how long are the longest n-grams to be?");
    }
    return new CountConfig(corpus, order, shards, splitAbove);
  }

  @Override
  String summary(Published published) {
    CountFacts facts = published.facts(CountFacts.class);
    TextTable table = new TextTable("order", "n-grams", "tokens", "n1", "n2", "n3", "n4");
    for (int k = 1; k <= facts.order(); k++) {
      CountFacts.OrderFacts o = facts.orders().get(k - 1);
      table.row(
          String.valueOf(k),
          "%,d".formatted(o.ngrams()),
          "%,d".formatted(o.total()),
          "%,d".formatted(o.countsOfCounts()[1]),
          "%,d".formatted(o.countsOfCounts()[2]),
          "%,d".formatted(o.countsOfCounts()[3]),
          "%,d".formatted(o.countsOfCounts()[4]));
    }
    return "counts %s: %d shards, %,d tokens in %,d sentences\n%s%s"
        .formatted(
            published.path(),
            facts.shards(),
            facts.tokens(),
            facts.sentences(),
            table,
            facts.parts().size() > 1 ? "\n" + PartsTable.of(facts) : "");
  }
}
