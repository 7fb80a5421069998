package org.corpuslm.model.saved;

import org.corpuslm.runtime.Verification;

/** Verifies a mixture: its weights, and that its components are those that were mixed. */
public final class VerifyMixture {
  private static final double TOLERANCE = 1e-9;

  private VerifyMixture() {}

  /** Opens the components but does not verify their files: they are directories of their own. */
  public static void run(Verification verification) {
    MixtureFacts facts = verification.directory().facts(MixtureFacts.class);
    double sum = facts.components().stream().mapToDouble(MixtureFacts.Component::weight).sum();
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      verification.add("manifest.json", "has weights of sum %s, which must be 1".formatted(sum));
    }
    verification.attempt(
        "manifest.json",
        () -> MixtureFormat.open(verification.conf(), verification.directory(), 0, 0));
  }
}
