package org.corpuslm.evaluate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Models;

/** The models of the running evaluation, opened once in every JVM and shared by its tasks. */
final class ModelCache {
  private static final Map<String, LanguageModel> OPEN = new ConcurrentHashMap<>();

  private ModelCache() {}

  static LanguageModel get(Configuration conf, ModelRef model) {
    return OPEN.computeIfAbsent(
        model.run() + " " + model.path(), k -> Models.open(conf, model.path(), model.memory()));
  }

  /** Forgets the models of runs that are over. */
  static void keepOnly(String run) {
    OPEN.keySet().removeIf(key -> !key.startsWith(run + " "));
  }
}
