package org.corpuslm.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.corpuslm.report.PerplexityReport.Model;
import org.corpuslm.runtime.BadInputException;

/**
 * One model in all reports. Models of two reports match if their kind, name and last part of the
 * path are equal; else if kind and name are; else if kind and last part of the path are, because
 * the name of a mixture contains its weights. Only one model of each report may fit.
 *
 * @param models the model by report; null where it is missing
 */
record ModelRow(Model[] models) {
  private static final List<Function<Model, List<String>>> KEYS =
      List.of(
          m -> List.of(m.kind(), m.name(), directory(m)),
          m -> List.of(m.kind(), m.name()),
          m -> List.of(m.kind(), directory(m)));

  static String directory(Model model) {
    return new Path(model.path()).getName();
  }

  /** Returns the model in the last report that has it. */
  Model last() {
    for (int r = models.length - 1; r >= 0; r--) {
      if (models[r] != null) {
        return models[r];
      }
    }
    throw new IllegalStateException("a row without models");
  }

  /** Returns all models of all reports, in the order of their first occurrence. */
  static List<ModelRow> all(List<LoadedReport> reports) {
    List<ModelRow> rows = new ArrayList<>();
    for (int r = 0; r < reports.size(); r++) {
      List<Model> left = new ArrayList<>(reports.get(r).content().models());
      for (Function<Model, List<String>> key : KEYS) {
        match(rows, r, left, key);
      }
      for (Model unknown : left) {
        ModelRow row = new ModelRow(new Model[reports.size()]);
        row.models[r] = unknown;
        rows.add(row);
      }
    }
    return rows;
  }

  private static void match(
      List<ModelRow> rows, int report, List<Model> left, Function<Model, List<String>> key) {
    List<ModelRow> free = rows.stream().filter(row -> row.models[report] == null).toList();
    for (Model model : List.copyOf(left)) {
      List<String> wanted = key.apply(model);
      List<ModelRow> fitting =
          free.stream().filter(row -> key.apply(row.last()).equals(wanted)).toList();
      boolean alone = left.stream().filter(m -> key.apply(m).equals(wanted)).count() == 1;
      if (fitting.size() == 1 && alone) {
        fitting.get(0).models[report] = model;
        left.remove(model);
      }
    }
  }

  /**
   * Returns the selected models.
   *
   * @param picks names, paths or last parts of paths, each {@code NAME} or {@code NAME=OTHER…}
   * @throws BadInputException if no report has such a model, or if one has two
   */
  static List<ModelRow> picked(List<LoadedReport> reports, List<String> picks) {
    return picks.stream().map(pick -> picked(reports, pick)).toList();
  }

  private static ModelRow picked(List<LoadedReport> reports, String pick) {
    List<String> names = Arrays.asList(pick.split("=", -1));
    ModelRow row = new ModelRow(new Model[reports.size()]);
    List<String> known = new ArrayList<>();
    for (int r = 0; r < reports.size(); r++) {
      for (Model model : reports.get(r).content().models()) {
        known.add("%s (%s)".formatted(directory(model), model.name()));
        if (!names.contains(model.name())
            && !names.contains(directory(model))
            && !names.contains(model.path())) {
          continue;
        }
        if (row.models[r] != null) {
          throw new BadInputException(
              "--model %s: %s has two such models, %s and %s; give the path of one"
                  .formatted(
                      pick, reports.get(r).directory().path(), row.models[r].path(), model.path()));
        }
        row.models[r] = model;
      }
    }
    if (Arrays.stream(row.models).allMatch(m -> m == null)) {
      throw new BadInputException(
          "--model %s: no report has it; they have %s"
              .formatted(pick, String.join(", ", known.stream().distinct().toList())));
    }
    return row;
  }
}
