package org.corpuslm.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.evaluate.detail.VerifyDetails;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.Verification;

/** Verifies a report: its manifest, report.json, partitions and details must agree. */
public final class VerifyReport {
  private static final double TOLERANCE = 1e-9;

  private VerifyReport() {}

  /** Sums over the partitions of a model. */
  private static final class Sums {
    long partitions;
    long sentences;
    long tokens;
    long oov;
    long zero;
    double nats;
  }

  /** Reads the whole report and compares its totals with the manifest. */
  public static void run(Verification verification) throws IOException {
    Configuration conf = verification.conf();
    Published directory = verification.directory();
    JsonNode facts = directory.manifest().facts();
    verification.attempt(
        PerplexityReport.JSON,
        () -> {
          if (!json(conf, directory).equals(facts)) {
            verification.add(PerplexityReport.JSON, "has other figures than the manifest");
          }
        });
    JsonNode models = facts.path("models");
    Sums[] sums = sums(conf, directory, models.size());
    for (int m = 0; m < sums.length; m++) {
      JsonNode said = models.get(m);
      String where = PerplexityReport.PARTITIONS + ", model " + m;
      verification.expect(where, "partitions", sums[m].partitions, number(said, "partitions"));
      verification.expect(where, "sentences", sums[m].sentences, number(said, "sentences"));
      verification.expect(where, "tokens", sums[m].tokens, number(said, "tokens"));
      verification.expect(where, "unknown words", sums[m].oov, number(said, "oov"));
      verification.expect(
          where, "tokens of probability zero", sums[m].zero, number(said, "zeroProbability"));
      // Scores have a mean as well, under another name.
      String figure = said.path("perplexity").isNull() ? "score" : "perplexity";
      double found = Math.exp(sums[m].nats / sums[m].tokens);
      if (!isClose(found, said.path(figure).asDouble())) {
        verification.add(
            where,
            "has a %s of %s, the manifest says %s".formatted(figure, found, said.path(figure)));
      }
      VerifyDetails.run(verification, m, sums[m].tokens, sums[m].sentences, sums[m].nats);
    }
  }

  private static long number(JsonNode model, String name) {
    return model.path(name).asLong(-1);
  }

  private static boolean isClose(double a, double b) {
    return a == b || Math.abs(a - b) <= TOLERANCE * Math.abs(b);
  }

  private static JsonNode json(Configuration conf, Published directory)
      throws JsonProcessingException {
    return Json.MAPPER.readTree(directory.text(conf, file(directory, PerplexityReport.JSON)));
  }

  private static PublishedFile file(Published directory, String name) {
    return directory.manifest().files().stream()
        .filter(f -> f.path().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("manifest.json does not list %s".formatted(name)));
  }

  private static Sums[] sums(Configuration conf, Published directory, int models)
      throws IOException {
    Sums[] sums = new Sums[models];
    for (int m = 0; m < models; m++) {
      sums[m] = new Sums();
    }
    PublishedFile file = file(directory, PerplexityReport.PARTITIONS);
    try (TableReader table =
        new TableReader(conf, directory, file, PerplexityReport.partitionColumns())) {
      while (table.next()) {
        Sums model = sums[table.int32(0)];
        long tokens = table.int64(5);
        model.partitions++;
        model.sentences += table.int64(4);
        model.tokens += tokens;
        model.oov += table.int64(6);
        model.zero += table.int64(7);
        model.nats += tokens == 0 ? 0 : tokens * table.float64(8);
      }
    }
    return sums;
  }
}
