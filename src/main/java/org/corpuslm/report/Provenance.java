package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;

/**
 * The provenance of a report.
 *
 * @param config its resolved configuration
 * @param output its directory
 * @param lineage count stores and training runs that the models were made from
 */
record Provenance(EvaluateConfig config, String output, Lineage lineage) {

  /** Returns the command that makes the report again, without options that have their default. */
  String command() {
    ServingConfig serving = config.serving();
    List<String> words = new ArrayList<>(List.of("corpuslm", "perplexity"));
    config.models().forEach(m -> words.addAll(List.of("--model", m)));
    if (config.text().hasCorpus()) {
      words.addAll(List.of("--corpus", config.text().corpus(), "--split", config.text().split()));
    } else {
      words.add("--text");
      words.addAll(config.text().files());
    }
    InputFormat format = config.text().format();
    if (!format.equals(InputFormat.LINES)) {
      words.addAll(List.of("--format", format.format(), "--unit", option(format.unit())));
      if (!format.column().equals(InputFormat.DEFAULT_COLUMN)) {
        words.addAll(List.of("--column", format.column()));
      }
      format.options().forEach((k, v) -> words.addAll(List.of("--option", k + "=" + v)));
      if (!format.locale().isEmpty()) {
        words.addAll(List.of("--locale", format.locale()));
      }
    }
    if (config.details() != Details.NONE) {
      words.addAll(List.of("--details", option(config.details())));
    }
    if (serving.serving() != Serving.AUTO) {
      words.addAll(List.of("--serving", option(serving.serving())));
    }
    if (serving.modelMemory() > 0) {
      words.addAll(List.of("--model-memory", Long.toString(serving.modelMemory())));
    }
    if (serving.quantize() > 0) {
      words.addAll(List.of("--quantize", Integer.toString(serving.quantize())));
    }
    if (!serving.blasKernel().isEmpty()) {
      words.addAll(List.of("--blas-kernel", serving.blasKernel()));
    }
    if (config.forceVocabularies()) {
      words.add("--force-vocabularies");
    }
    if (config.text().skipSpecial()) {
      words.add("--skip-special");
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
