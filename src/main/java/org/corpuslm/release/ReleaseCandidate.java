package org.corpuslm.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A finished version before the decision on it: reads its report and its held-out text. */
final class ReleaseCandidate {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseCandidate.class);

  private final Configuration conf;
  private final String directory;
  private final ReleasePlan plan;
  private final ReleaseConfig config;

  ReleaseCandidate(Configuration conf, String directory, ReleasePlan plan, ReleaseConfig config) {
    this.conf = conf;
    this.directory = directory;
    this.plan = plan;
    this.config = config;
  }

  /**
   * Returns the version in the state of a published one.
   *
   * @param created time of the decision, ISO-8601
   * @param current current version; null if there is none
   * @throws BadInputException if the report lacks the model, or if a part has changed meanwhile
   */
  Release read(String created, Release current) {
    checkUnchanged();
    Published report =
        Published.open(conf, new Path(directory, config.report()).toString(), "report");
    JsonNode facts = report.manifest().facts();
    JsonNode model = model(facts, new Path(directory, config.model()), report.path());
    return new Release(
        plan.id(),
        directory,
        created,
        Release.State.PUBLISHED,
        "",
        plan.configuration(),
        plan.parts(),
        heldOut(),
        model.path("tokens").asLong(),
        facts.path("vocabularySize").asInt(),
        model.path("perplexity").asDouble(Double.NaN),
        current == null ? 0 : current.perplexity());
  }

  /** Checks that the parts are still those of the plan; the next run would build on an error. */
  private void checkUnchanged() {
    List<String> paths = plan.added().stream().map(Manifest.Input::path).toList();
    List<Manifest.Input> now = parts(conf, paths);
    for (Manifest.Input part : plan.added()) {
      if (!now.contains(part)) {
        throw new BadInputException(
            "%s was changed while this version was made; start again when it is complete"
                .formatted(part.path()));
      }
    }
  }

  /**
   * Returns all files with their fingerprints.
   *
   * @param paths files, directories or globs
   */
  static List<Manifest.Input> parts(Configuration conf, List<String> paths) {
    InputFiles.Found found = InputFiles.findFiles(conf, paths);
    if (!found.passedOver().isEmpty()) {
      LOG.info("release: {}", found.passedOverText());
    }
    return found.files().stream().map(InputFile::asInput).toList();
  }

  /** Returns the held-out files with the SHA-256 of their content. */
  private List<Manifest.Input> heldOut() {
    List<Manifest.Input> files = new ArrayList<>();
    for (InputFile file : InputFiles.resolve(conf, config.heldOut())) {
      try (InputStream in = Storage.open(conf, new Path(file.path()))) {
        files.add(new Manifest.Input(file.path(), DigestUtils.sha256Hex(in)));
      } catch (IOException e) {
        throw BadInputException.unreadable(file.path(), e);
      }
    }
    return files;
  }

  private static JsonNode model(JsonNode facts, Path wanted, String report) {
    for (JsonNode model : facts.path("models")) {
      if (new Path(model.path("path").asText("-")).equals(wanted)) {
        return model;
      }
    }
    throw new BadInputException(
        "%s is not about %s; name a model of that report as release.model"
            .formatted(report, wanted));
  }
}
