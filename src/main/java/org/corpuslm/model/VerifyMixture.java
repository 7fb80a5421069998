package org.corpuslm.model;

import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Verification;

/** Checks the weights of a mixture, and that its models are still those that were mixed. */
public final class VerifyMixture {
  private static final double TOLERANCE = 1e-9;

  private VerifyMixture() {}

  /** The models are directories of their own, whose files are not looked at here. */
  public static void run(Configuration conf, Published directory, Verification verification) {
    MixtureFacts facts = directory.facts(MixtureFacts.class);
    double sum = 0;
    for (MixtureFacts.Component component : facts.components()) {
      sum += component.weight();
      if (!(component.weight() >= 0)) {
        verification.add(
            "manifest.json",
            "gives %s the weight %s".formatted(component.path(), component.weight()));
      }
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      verification.add("manifest.json", "has weights of sum %s, which must be 1".formatted(sum));
    }
    verification.attempt("manifest.json", () -> Models.open(conf, directory.path(), 0));
  }
}
