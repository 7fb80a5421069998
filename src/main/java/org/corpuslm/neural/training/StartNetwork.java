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
 * A saved network whose parameters training begins with ({@code --init-from}). Updater state,
 * learning rate and epochs start afresh, because a saved network does not contain them.
 */
final class StartNetwork {
  private final NeuralModel model;

  private StartNetwork(NeuralModel model) {
    this.model = model;
  }

  /**
   * Opens the network.
   *
   * @throws BadInputException if there is none at the path, or its words differ from those of the
   *     corpus
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

  /**
   * Returns the network to train: the requested one, with the cut-offs of the saved network unless
   * others were requested.
   *
   * @throws BadInputException if its shape differs from the saved one
   */
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

  /** Returns a copy of the parameters. */
  float[] parameters() {
    return model.parameters();
  }

  /** Returns the fingerprint of its content. */
  String fingerprint() {
    return model.directory().manifest().fingerprint();
  }
}
