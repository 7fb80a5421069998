package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.corpuslm.runtime.Json;

/** The outputs of {@code cluster-pipeline.conf}, on any file system. */
record Outputs(FileSystem fs, Path work) {
  static final String PIPELINE = "src/test/resources/cluster-pipeline.conf";

  /** The counts, the models and the network to the byte, the perplexities to 1e-12. */
  void assertSameAs(Outputs other) throws IOException {
    for (String part : List.of("counts/counts", "ngram/ngrams", "lstm/parameters.bin")) {
      Map<String, String> expected = files(other.fs, new Path(other.work, part));
      assertThat(expected).as(part).isNotEmpty();
      assertThat(files(fs, new Path(work, part))).as(part).isEqualTo(expected);
    }
    List<Double> expected = other.perplexities();
    assertThat(expected).hasSize(3).allMatch(p -> p > 1 && p < 10_000);
    List<Double> found = perplexities();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).isCloseTo(expected.get(i), within(expected.get(i) * 1e-12));
    }
  }

  private List<Double> perplexities() throws IOException {
    List<Double> found = new ArrayList<>();
    try (InputStream in = fs.open(new Path(work, "report/report.json"))) {
      for (JsonNode model : Json.MAPPER.readTree(in).get("models")) {
        found.add(model.get("perplexity").asDouble());
      }
    }
    return found;
  }

  /** SHA-256 by relative path of all files below. */
  static Map<String, String> files(FileSystem fs, Path path) throws IOException {
    TreeMap<String, String> found = new TreeMap<>();
    String prefix = fs.makeQualified(path).toUri().getPath();
    RemoteIterator<LocatedFileStatus> files = fs.listFiles(path, true);
    while (files.hasNext()) {
      Path file = files.next().getPath();
      try (InputStream in = fs.open(file)) {
        found.put(file.toUri().getPath().substring(prefix.length()), DigestUtils.sha256Hex(in));
      }
    }
    return found;
  }
}
