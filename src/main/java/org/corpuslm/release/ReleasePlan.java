package org.corpuslm.release;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Manifest;

/**
 * The work of one run of a release pipeline.
 *
 * @param id id of the version that it makes
 * @param configuration SHA-256 of the steps and the version of corpuslm
 * @param previous current version, to which the text of {@code added} is added; null to start from
 *     all text
 * @param parts all text of the new version
 * @param added the text that {@code previous} does not have
 */
public record ReleasePlan(
    String id,
    String configuration,
    Release previous,
    List<Manifest.Input> parts,
    List<Manifest.Input> added) {
  private static final int ID_LENGTH = 12;

  /**
   * Plans the next version. With another configuration it starts from all text.
   *
   * @param current current version; null if there is none
   * @param found the text so far
   * @param configuration SHA-256 of the steps and the version of corpuslm
   * @return the plan; null if the current version has the same parts and configuration
   * @throws BadInputException if a part of the current version has changed since
   */
  static ReleasePlan against(Release current, List<Manifest.Input> found, String configuration) {
    boolean anew = current == null || !current.configuration().equals(configuration);
    if (anew) {
      return new ReleasePlan(id(found, configuration), configuration, null, found, found);
    }
    Map<String, String> known = new HashMap<>();
    current.parts().forEach(p -> known.put(p.path(), p.fingerprint()));
    List<Manifest.Input> all = new ArrayList<>(current.parts());
    List<Manifest.Input> added = new ArrayList<>();
    for (Manifest.Input part : found) {
      String before = known.get(part.path());
      if (before == null) {
        added.add(part);
      } else if (!before.equals(part.fingerprint())) {
        throw new BadInputException(
            "%s has changed since version %s counted it; put the old file back and give the new"
                    .formatted(part.path(), current.id())
                + " text another name, or start anew with another release.root");
      }
    }
    all.addAll(added);
    return added.isEmpty()
        ? null
        : new ReleasePlan(id(all, configuration), configuration, current, all, added);
  }

  private static String id(List<Manifest.Input> parts, String configuration) {
    StringBuilder text = new StringBuilder(configuration).append('\n');
    parts.stream().map(p -> p.path() + " " + p.fingerprint() + "\n").sorted().forEach(text::append);
    return DigestUtils.sha256Hex(text.toString()).substring(0, ID_LENGTH);
  }
}
