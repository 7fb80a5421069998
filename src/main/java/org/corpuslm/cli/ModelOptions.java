package org.corpuslm.cli;

import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Models;
import picocli.CommandLine.Option;

/** Options of commands that use one model in this very process. */
final class ModelOptions {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "A saved model.")
  String path;

  /** Opens the model; its parts are loaded as they are needed, into half of the heap. */
  LanguageModel open(Configuration conf) {
    return Models.open(conf, path, Runtime.getRuntime().maxMemory() / 2);
  }
}
