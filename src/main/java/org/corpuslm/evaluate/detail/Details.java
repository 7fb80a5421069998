package org.corpuslm.evaluate.detail;

import java.util.Arrays;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;

/** Kinds of rows that an evaluation can write beside its figures. */
public enum Details {
  /** No rows. */
  NONE,
  /** One row per sentence. */
  SENTENCES,
  /** One row per token. */
  WORDS;

  /**
   * Returns the kind of rows that a report has.
   *
   * @throws BadInputException if the manifest names an unknown kind
   */
  static Details of(Published report) {
    String name = report.manifest().configuration().path("details").asText(NONE.name());
    return Arrays.stream(values())
        .filter(details -> details.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s/manifest.json has unknown details '%s'; make the report again"
                        .formatted(report.path(), name)));
  }
}
