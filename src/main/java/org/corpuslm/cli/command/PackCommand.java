package org.corpuslm.cli.command;

import org.corpuslm.cli.output.Manual;
import org.corpuslm.ngram.model.PackConfig;
import org.corpuslm.ngram.model.PackedFacts;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code pack}: options of {@link PackConfig}. */
@Command(
    name = "pack",
    header = "Packs an n-gram model for scoring with little memory.",
    description = {
      "Stores words, pointers and values in as many bits as they need. A packed model is mapped"
          + " into memory as it is stored, outside the heap, and the processes of a machine share"
          + " it. perplexity, mix, predict and generate read it; prune, mix --static and the exports"
          + " need the model it was packed from."
    },
    footer = {"corpuslm pack --model kn5 --output kn5-packed"},
    sortOptions = false)
@Manual(
    files = {"packed/, ngrams/order=1/, sharding/, vocabulary/: a packed n-gram model"},
    seeAlso = {"estimate", "prune", "perplexity"})
final class PackCommand extends JobCommand {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "An n-gram model.")
  private String model;

  @Option(
      names = "--bits",
      defaultValue = "8",
      paramLabel = "N",
      description =
          "Bits per probability and back-off weight, 4 to 16; 0 = single precision (32 bits)."
              + " Default: ${DEFAULT-VALUE}")
  private int bits;

  @Override
  Job job() {
    return new PackConfig(model, bits);
  }

  @Override
  String summary(Published published) {
    PackedFacts facts = published.facts(PackedFacts.class);
    return "%,d n-grams, %,d bytes: %.2f per n-gram\n"
        .formatted(facts.model().size(), facts.bytes(), facts.bytesPerNgram());
  }
}
