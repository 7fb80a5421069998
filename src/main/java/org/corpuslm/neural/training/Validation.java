package org.corpuslm.neural.training;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.neural.dl4j.Kernels;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.TextScores;
import org.corpuslm.neural.network.Trainable;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.PublishedFile;

/**
 * Perplexity on the valid split: one task per partition, in which the state carries from sentence
 * to sentence.
 */
final class Validation {
  private final Cluster cluster;
  private final Corpus corpus;
  private final NetworkConfig network;
  private final Kernels kernels;

  Validation(Cluster cluster, Corpus corpus, NetworkConfig network, Kernels kernels) {
    this.cluster = cluster;
    this.corpus = corpus;
    this.network = network;
    this.kernels = kernels;
  }

  private record Sum(double lnP, long words) implements Serializable {}

  /** Returns the perplexity; NaN if the corpus has no valid split. */
  double perplexity(float[] parameters) {
    List<PublishedFile> files = corpus.files("valid");
    if (files.isEmpty()) {
      return Double.NaN;
    }
    String path = corpus.directory().path();
    NetworkConfig shape = network;
    Kernels which = kernels;
    int slots = cluster.memory().slots();
    try (BroadcastHandle<float[]> shared = cluster.broadcastNumbers(parameters)) {
      List<Sum> sums =
          cluster.map(
              "train: valid perplexity",
              files,
              (file, task) -> {
                TrainingCache cache = TrainingCache.networks(shape, which, slots);
                Trainable net = cache.borrow();
                try {
                  net.setParameters(shared.value());
                  return score(net, task.hadoop(), path, file, shape.vocabulary());
                } finally {
                  cache.giveBack(net);
                }
              });
      double lnP = 0;
      long words = 0;
      for (Sum sum : sums) {
        lnP += sum.lnP;
        words += sum.words;
      }
      return Math.exp(-lnP / words);
    }
  }

  private static Sum score(
      Trainable net, Configuration conf, String path, PublishedFile file, int words)
      throws IOException {
    int[] ids = EncodedText.read(conf, path + "/" + file.path(), file, words).ids();
    double[] lnP = new double[ids.length];
    TextScores.carried(net, ids, lnP);
    return new Sum(Arrays.stream(lnP).sum(), ids.length);
  }
}
