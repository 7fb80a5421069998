package org.corpuslm.cli.options;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.ngram.model.NgramModel;
import picocli.CommandLine.Option;

/** Options of commands that use one model in this very process. */
public final class ModelOptions {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "A saved model.")
  private String path;

  @Option(
      names = {"-q", "--quantize"},
      defaultValue = "0",
      paramLabel = "BITS",
      description = QUANTIZE)
  private int bits;

  /** What the option does, wherever it is. */
  public static final String QUANTIZE =
      "Keep probabilities and back-off weights of n-grams in so many bits, 4 to 16: less memory,"
          + " approximate figures; 0 = exact. Default: ${DEFAULT-VALUE}";

  /** Opens the model; its parts are loaded as they are needed, into half of the heap. */
  public LanguageModel open(Configuration conf) {
    NgramModel.checkBits(bits);
    LanguageModel model = Models.open(conf, path, Runtime.getRuntime().maxMemory() / 2, bits);
    ServingConfig.checkQuantize(bits, List.of(model));
    return model;
  }
}
