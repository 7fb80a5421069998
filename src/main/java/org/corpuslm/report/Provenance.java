package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.corpuslm.evaluate.EvaluateConfig;

/**
 * How a report came about.
 *
 * @param config its resolved configuration
 * @param output its directory
 * @param origins what the models were made from
 */
record Provenance(EvaluateConfig config, String output, Lineage origins) {

  /** The command that makes it again; options that are as by default are left out. */
  String command() {
    List<String> words = new ArrayList<>(List.of("corpuslm", "perplexity"));
    config.models().forEach(m -> words.addAll(List.of("--model", m)));
    if (config.text().isEmpty()) {
      words.addAll(List.of("--corpus", config.corpus(), "--split", config.split()));
    } else {
      words.add("--text");
      words.addAll(config.text());
    }
    if (config.details() != EvaluateConfig.Details.NONE) {
      words.addAll(List.of("--details", option(config.details())));
    }
    if (config.serving() != EvaluateConfig.Serving.AUTO) {
      words.addAll(List.of("--serving", option(config.serving())));
    }
    if (config.modelMemory() > 0) {
      words.addAll(List.of("--model-memory", Long.toString(config.modelMemory())));
    }
    if (config.quantize() > 0) {
      words.addAll(List.of("--quantize", Integer.toString(config.quantize())));
    }
    if (!config.blasKernel().isEmpty()) {
      words.addAll(List.of("--blas-kernel", config.blasKernel()));
    }
    if (config.forceVocabularies()) {
      words.add("--force-vocabularies");
    }
    if (config.resetPerSentence()) {
      words.add("--reset-per-sentence");
    }
    words.addAll(List.of("--output", output));
    return words.stream().map(Provenance::quoted).collect(Collectors.joining(" "));
  }

  private static String option(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String quoted(String word) {
    return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
