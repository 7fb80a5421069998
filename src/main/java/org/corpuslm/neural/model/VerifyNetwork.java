package org.corpuslm.neural.model;

import com.fasterxml.jackson.databind.JsonNode;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.Verification;

/** Verifies a network: its parameters, vocabulary and record of training. */
public final class VerifyNetwork {
  private static final String EPOCHS = "epochs.jsonl";

  private VerifyNetwork() {}

  /** Reads the whole network and compares its totals with the manifest. */
  public static void run(Verification verification) {
    Published directory = verification.directory();
    NeuralFacts facts = directory.facts(NeuralFacts.class);
    NeuralModel model = NeuralModelFormat.open(verification.conf(), directory);
    long notFinite = 0;
    for (float parameter : model.parameters()) {
      notFinite += Float.isFinite(parameter) ? 0 : 1;
    }
    verification.expectNone(
        NeuralModelFormat.PARAMETERS, "parameters that are not finite", notFinite);
    JsonNode epochs = Json.tree(facts.training()).path("epochs");
    for (JsonNode epoch : epochs) {
      verification.expect(
          "manifest.json",
          "words trained in epoch " + epoch.path("epoch"),
          epoch.path("trained").asLong(),
          epoch.path("expected").asLong());
    }
    for (PublishedFile file : directory.manifest().files()) {
      if (file.path().equals(EPOCHS)) {
        long lines = directory.text(verification.conf(), file).lines().count();
        verification.expect(EPOCHS, "epochs", lines, epochs.size());
      }
    }
  }
}
