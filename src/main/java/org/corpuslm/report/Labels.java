package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;

/** Short, distinct names of models: the ends of their paths. */
final class Labels {
  private Labels() {}

  /**
   * Returns a name for each path: the fewest parts of its end, at most four, that no other path
   * has; else its last part and a number.
   */
  static List<String> of(List<String> paths) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      String label = null;
      for (int parts = 1; label == null && parts <= 4; parts++) {
        label = isUnique(paths, i, parts) ? end(paths.get(i), parts) : null;
      }
      labels.add(label != null ? label : "%s #%d".formatted(end(paths.get(i), 1), i + 1));
    }
    return labels;
  }

  private static boolean isUnique(List<String> paths, int i, int parts) {
    String label = end(paths.get(i), parts);
    for (int k = 0; k < paths.size(); k++) {
      if (k != i && end(paths.get(k), parts).equals(label)) {
        return false;
      }
    }
    return true;
  }

  private static String end(String path, int parts) {
    String[] all = path.replaceAll("/+$", "").split("/");
    return String.join("/", List.of(all).subList(Math.max(0, all.length - parts), all.length));
  }
}
