package org.corpuslm.cli;

import org.corpuslm.jobs.CountJob;
import org.corpuslm.jobs.DirectoryJob;
import org.corpuslm.ngram.count.CountConfig;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.report.TextTable;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "count",
    header = "Corpus to a sharded store of n-gram counts.",
    footer = {"", "Example:  corpuslm count --corpus corpus --output counts --order 5"},
    sortOptions = false)
final class CountCommand extends JobCommand {
  @Option(names = "--corpus", required = true, paramLabel = "DIR", description = "What to count.")
  private String corpus;

  @Option(
      names = "--order",
      required = true,
      paramLabel = "N",
      description = "Length of the longest n-grams, 1 to " + CountConfig.MAX_ORDER + ".")
  private int order;

  @Option(
      names = "--shards",
      defaultValue = "0",
      paramLabel = "N",
      description = "Number of shards; 0 = one for about a million tokens.")
  private int shards;

  @Override
  DirectoryJob job() {
    return new CountJob(new CountConfig(corpus, order, shards), out.output);
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
    return "counts %s: %d shards, %,d tokens in %,d sentences\n%s"
        .formatted(published.path(), facts.shards(), facts.tokens(), facts.sentences(), table);
  }
}
