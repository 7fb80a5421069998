package org.corpuslm.release;

import java.util.List;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Storage;

/**
 * The {@code release} block of a job file.
 *
 * @param root directory of all versions
 * @param parts the text so far: files, directories or globs, of which every file is a part
 * @param heldOut the text that versions are judged on: files, directories or globs
 * @param report directory of the perplexity report that decides, below that of a version
 * @param model directory of the model that decides, below that of a version
 * @param margin relative rise of perplexity that is allowed: 0.01 is 1%
 * @param keep number of published versions to keep, the current one included
 */
public record ReleaseConfig(
    String root,
    List<String> parts,
    List<String> heldOut,
    String report,
    String model,
    double margin,
    int keep) {

  /**
   * Checks the configuration.
   *
   * @throws BadInputException if something is missing or out of its range, or if the report or the
   *     model is outside the directory of a version
   */
  public ReleaseConfig {
    if (root.isBlank()
        || report.isBlank()
        || model.isBlank()
        || parts.isEmpty()
        || heldOut.isEmpty()) {
      throw new BadInputException(
          "release needs root, parts, held-out, report and model; see jobs/retrain.conf");
    }
    for (String below : List.of(report, model)) {
      if (!Storage.isInside(below)) {
        throw new BadInputException(
            "release.report and release.model are directories below release.dir, and '%s' is none"
                .formatted(below));
      }
    }
    if (!(margin >= 0)) {
      throw new BadInputException(
          "release.margin is %s; it must be at least 0, for example 0.01".formatted(margin));
    }
    if (keep < 2) {
      throw new BadInputException(
          "release.keep is %d; it must be at least 2: the current version and one to go back to"
              .formatted(keep));
    }
  }
}
