package org.corpuslm.neural.training;

import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.model.NeuralModel;
import org.corpuslm.neural.model.NeuralModelFormat;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;

/**
 * A published network whose parameters are where training begins. Its updater state is not known
 * any more and begins anew, as learning rate and epochs do.
 */
final class StartNetwork {
  private final NeuralModel model;

  private StartNetwork(NeuralModel model) {
    this.model = model;
  }

  /**
   * Opens it.
   *
   * @throws BadInputException if there is none, or its words are not those of the corpus, id by id
   */
  static StartNetwork open(Configuration conf, String path, Vocabulary corpus) {
    Published directory = Published.open(conf, path, NeuralModel.KIND);
    NeuralModel model = NeuralModelFormat.open(conf, directory);
    Vocabulary own = model.vocabulary();
    for (int id = 0; id < Math.max(own.size(), corpus.size()); id++) {
      if (id >= own.size()
          || id >= corpus.size()
          || !Arrays.equals(own.bytes(id), corpus.bytes(id))) {
        throw new BadInputException(
            ("--init-from %s has other words than the corpus (%d and %d; word %d is the first to differ)."
                    + " Prepare the corpus with --vocabulary %s, or train anew with --init-fresh")
                .formatted(path, own.size(), corpus.size(), id, path));
      }
    }
    return new StartNetwork(model);
  }

  /** What to train: the network asked for, with the cut-offs of this one if it did not say. */
  NetworkConfig network(NetworkConfig asked, Vocabulary words) {
    NetworkConfig own = model.facts().network();
    boolean chosen = asked.adaptive() != null && asked.adaptive().cutoffs().isEmpty();
    NetworkConfig wanted = chosen ? asked.with(words.size(), own.adaptive()) : asked.over(words);
    if (!wanted.with(Dropout.NONE).equals(own.with(Dropout.NONE))) {
      throw new BadInputException(
          "--init-from %s is %s, but %s was asked for; give the options it was trained with: %s"
              .formatted(model.path(), own.shortName(), wanted.shortName(), own));
    }
    return wanted;
  }

  float[] parameters() {
    return model.parameters();
  }

  /** Of its content. */
  String fingerprint() {
    return model.directory().manifest().fingerprint();
  }
}
