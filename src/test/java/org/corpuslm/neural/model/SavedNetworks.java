package org.corpuslm.neural.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** Networks with random parameters, saved as if they had been trained. */
public final class SavedNetworks {
  private SavedNetworks() {}

  public static NetworkConfig recurrent(Architecture architecture, int vocabulary, int layers) {
    return NetworkConfig.of(architecture, vocabulary, 5, 7, layers);
  }

  static NetworkConfig window(int vocabulary, int order) {
    return new NetworkConfig(
        Architecture.WINDOW,
        vocabulary,
        5,
        7,
        1,
        Variant.window(order, true),
        false,
        null,
        Dropout.NONE);
  }

  /** Large ones, so that every distribution is far from uniform and depends on its history. */
  public static float[] parameters(NetworkConfig config, long seed) {
    return new Initialization(Initialization.Scheme.UNIFORM, 1.5, 1, seed).parameters(config);
  }

  /** Saves a network over the vocabulary of a corpus; returns its directory. */
  public static String write(Path path, String corpus, NetworkConfig config, float[] parameters) {
    Corpus of = Corpus.open(Pipeline.conf(), corpus);
    try (OutputDirectory output = OutputDirectory.create(Pipeline.conf(), path.toString(), false)) {
      output.write("training.json", "{}\n");
      Published published =
          NeuralModelFormat.write(
              Pipeline.conf(),
              output,
              Map.of("corpus", corpus),
              List.of(of.directory().asInput()),
              new NeuralFacts(config, of.text(), Map.of("epochs", 3)),
              parameters,
              of.directory());
      return published.path();
    }
  }
}
