package org.corpuslm.fuzz;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.saved.Models;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.Test;

/** Mixtures whose manifest was written by hand. */
class SelfMixtureTest {
  private final Configuration conf = MemoryFileSystem.configuration();
  private final SavedDirectories saved = new SavedDirectories(conf);

  /** The fingerprint does not cover the components, so a mixture can name itself rightly. */
  @Test
  void aMixtureOfItself() throws IOException {
    String fingerprint = Published.open(conf, "mem:/dirs/mixture").manifest().fingerprint();
    assertRefused(
        component ->
            component.put("path", "mem:/self").put("fingerprint", fingerprint).put("weight", 0.5),
        "mem:/self",
        "mixed into itself");
  }

  @Test
  void weightsThatAreNone() throws IOException {
    assertRefused(component -> component.put("weight", 1.5), "a weight is 1.5");
    assertRefused(component -> component.put("weight", -0.5), "a weight is -0.5");
    assertRefused(component -> component.put("weight", "NaN"), "a weight is NaN");
    assertRefused(component -> component.remove("path"), "no path");
    assertRefused(component -> component.putNull("fingerprint"), "no fingerprint");
  }

  private interface Change {
    void on(ObjectNode component);
  }

  private void assertRefused(Change change, String... parts) throws IOException {
    Map<String, byte[]> files = new TreeMap<>(saved.files("mixture"));
    JsonNode manifest = Json.MAPPER.readTree(files.get(Manifest.FILE));
    change.on((ObjectNode) manifest.at("/facts/components/0"));
    files.put(Manifest.FILE, Json.write(manifest).getBytes(StandardCharsets.UTF_8));
    files.forEach((file, content) -> MemoryFileSystem.put("/self/" + file, content));
    assertThatThrownBy(() -> Models.open(conf, "mem:/self", 1 << 20))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }
}
