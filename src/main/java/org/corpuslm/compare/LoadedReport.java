package org.corpuslm.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.release.Release;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;

/**
 * An opened perplexity report.
 *
 * @param directory directory of the report
 * @param release version that the report judged; null if no release pipeline made it
 * @param content the content of {@code report.json}
 */
record LoadedReport(Published directory, Release release, PerplexityReport.Content content) {
  private static final String FILE = "report.json";

  /**
   * Opens a report; ignores figures that other versions of corpuslm add.
   *
   * @param release version that it judged; null if there is none
   * @throws BadInputException if there is no report, or if it is damaged
   */
  static LoadedReport open(Configuration conf, String path, Release release) {
    Published directory = Published.open(conf, path, PerplexityReport.KIND);
    PublishedFile file =
        directory.manifest().files().stream()
            .filter(f -> f.path().equals(FILE))
            .findFirst()
            .orElseThrow(() -> damaged(path, "it is not listed in manifest.json", null));
    try {
      PerplexityReport.Content content =
          Json.MAPPER
              .readerFor(PerplexityReport.Content.class)
              .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(directory.text(conf, file));
      if (content == null || content.models() == null || content.split() == null) {
        throw damaged(path, "entries are missing", null);
      }
      return new LoadedReport(directory, release, content);
    } catch (JsonProcessingException e) {
      throw damaged(path, e.getOriginalMessage(), e);
    }
  }

  private static BadInputException damaged(String path, String why, Exception e) {
    return new BadInputException(
        "%s/%s cannot be read (%s): make the report again".formatted(path, FILE, why), e);
  }

  /** Returns the time when the report, or the decision on the version, was made; ISO-8601. */
  String created() {
    return release != null ? release.created() : directory.manifest().created();
  }

  /** Returns the state of the version; empty if there is none. */
  String state() {
    return release == null ? "" : release.state().words();
  }

  /** Returns whether later reports may be judged against this one. */
  boolean holds() {
    return release == null || release.state() == Release.State.PUBLISHED;
  }

  /** Returns the held-out text: the corpus, or files. */
  List<Manifest.Input> heldOut() {
    List<Manifest.Input> inputs = directory.manifest().inputs();
    return inputs.subList(Math.min(content.models().size(), inputs.size()), inputs.size());
  }

  boolean isOfCorpus() {
    return !directory.manifest().configuration().at("/text/corpus").asText("").isEmpty();
  }

  /** Returns whether the report has rows for all sentences or words of every model. */
  boolean hasDetails() {
    JsonNode details = directory.manifest().configuration().path("details");
    return !details.asText("none").equalsIgnoreCase("none");
  }
}
