package org.corpuslm.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Version;

/**
 * The figures of a report under the names of EleutherAI's lm-evaluation-harness, whose result files
 * have one entry of {@code results} per task; here there is one per model.
 */
final class LmEval {
  static final String FILE = "lm-eval.json";

  private LmEval() {}

  /**
   * Returns the content of {@value #FILE}: {@code word_perplexity,none} = exp(−Σ ln p / words),
   * {@code byte_perplexity,none} = exp(−Σ ln p / bytes), and {@code bits_per_byte,none}, its log2.
   * Models without these figures are left out.
   *
   * @param labels short names of the models
   */
  static String json(PerplexityReport.Content content, List<String> labels) {
    Map<String, Object> results = new LinkedHashMap<>();
    Map<String, Object> samples = new LinkedHashMap<>();
    for (int m = 0; m < labels.size(); m++) {
      PerplexityReport.Model model = content.models().get(m);
      if (model.bitsPerByte() == null) {
        continue;
      }
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("alias", labels.get(m));
      figures.put("word_perplexity,none", model.wordPerplexity());
      figures.put("word_perplexity_stderr,none", "N/A");
      figures.put("byte_perplexity,none", Math.pow(2, model.bitsPerByte()));
      figures.put("byte_perplexity_stderr,none", "N/A");
      figures.put("bits_per_byte,none", model.bitsPerByte());
      figures.put("bits_per_byte_stderr,none", "N/A");
      results.put(labels.get(m), figures);
      samples.put(
          labels.get(m), Map.of("original", model.sentences(), "effective", model.sentences()));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("results", results);
    json.put("n-samples", samples);
    json.put("config", Map.of("model", "corpuslm", "corpuslm_version", Version.current()));
    return Json.write(json);
  }
}
