package org.corpuslm.cli.options;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that load one model into this JVM. */
public final class ModelOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A saved model, or a binary file of KenLM with its words.")
  private String path;

  @Mixin private final QuantizeOptions quantize = new QuantizeOptions();

  /** Opens the model; its parts are loaded on demand, into at most half of the heap. */
  public LanguageModel open(Configuration conf) {
    int bits = quantize.bits();
    NgramModel.checkBits(bits);
    LanguageModel model = Models.open(conf, path, Runtime.getRuntime().maxMemory() / 2, bits);
    ServingConfig.checkQuantize(bits, List.of(model));
    if (!model.vocabulary().hasWords()) {
      throw new BadInputException(
          path
              + " has no words, only their hashes: text can be scored with it (perplexity), but words cannot be listed. Build it again without -v");
    }
    return model;
  }
}
