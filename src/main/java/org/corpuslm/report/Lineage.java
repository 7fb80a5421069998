package org.corpuslm.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.saved.MixtureFacts;
import org.corpuslm.neural.model.NeuralFacts;
import org.corpuslm.neural.model.NeuralModel;
import org.corpuslm.neural.training.TrainSummary;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.ngram.count.CountNgrams;
import org.corpuslm.ngram.kenlm.BinaryFile;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;

/**
 * The count stores and training runs that models were made from, as far as they still exist; the
 * components of mixtures are included.
 *
 * @param counts facts of count stores by path
 * @param trainings training runs by path of the network
 * @param missing directories that could not be read, each with the reason
 */
record Lineage(
    Map<String, CountFacts> counts, Map<String, TrainSummary> trainings, List<String> missing) {

  static Lineage none() {
    return new Lineage(Map.of(), Map.of(), List.of());
  }

  /** Follows the inputs in the manifests of models. */
  static Lineage of(Configuration conf, List<String> models) {
    Search search = new Search(conf);
    models.forEach(model -> search.visit(model, null));
    return search.found;
  }

  private static final class Search {
    private final Lineage found =
        new Lineage(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
    private final Set<String> seen = new HashSet<>();
    private final Configuration conf;

    Search(Configuration conf) {
      this.conf = conf;
    }

    /**
     * Visits a directory and its inputs.
     *
     * @param fingerprint fingerprint that its content must have; null = any
     */
    void visit(String path, String fingerprint) {
      if (!seen.add(path) || BinaryFile.isBinary(conf, path)) {
        return;
      }
      try {
        Published directory = Published.open(conf, path);
        if (fingerprint != null && !directory.manifest().fingerprint().equals(fingerprint)) {
          found.missing.add(path + " has changed since");
          return;
        }
        look(directory);
      } catch (BadInputException e) {
        found.missing.add(path + " is gone, or is not a corpuslm directory");
      }
    }

    private void look(Published directory) {
      Manifest manifest = directory.manifest();
      switch (manifest.kind()) {
        case CountNgrams.KIND ->
            found.counts.put(directory.path(), directory.facts(CountFacts.class));
        case NeuralModel.KIND -> training(directory);
        case Mixture.KIND ->
            directory
                .facts(MixtureFacts.class)
                .components()
                .forEach(c -> visit(c.path(), c.fingerprint()));
        case Corpus.KIND -> {}
        default -> manifest.inputs().forEach(i -> visit(i.path(), i.fingerprint()));
      }
    }

    private void training(Published directory) {
      NeuralFacts facts = directory.facts(NeuralFacts.class);
      if (!facts.training().isEmpty()) {
        try {
          found.trainings.put(directory.path(), TrainSummary.of(facts));
        } catch (IllegalArgumentException e) {
          found.missing.add(directory.path() + " has no record of its training");
        }
      }
    }
  }
}
