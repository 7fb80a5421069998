package org.corpuslm.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.corpuslm.report.PerplexityReport.Model;
import org.corpuslm.runtime.BadInputException;

/**
 * One model through all reports. Models of two reports are the same one if kind, name and last part
 * of the path are; else if kind and name are; else if kind and last part of the path are (the name
 * of a mixture has its weights in it) - as long as one model alone of each report fits.
 *
 * @param models by report; null where it is missing
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

  /** The model as the last report has it that has it at all. */
  Model last() {
    for (int r = models.length - 1; r >= 0; r--) {
      if (models[r] != null) {
        return models[r];
      }
    }
    throw new IllegalStateException("a row without models");
  }

  /** All models of all reports, each in one row; rows in the order in which they first come. */
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
   * The models that were picked, each {@code NAME} or {@code NAME=OTHER…}: by name, path or the
   * last part of it.
   *
   * @throws BadInputException if no report has it, or one has it twice
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
