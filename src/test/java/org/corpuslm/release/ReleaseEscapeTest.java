package org.corpuslm.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old versions are removed and rolled back to by the names in files: only by those of versions. */
class ReleaseEscapeTest {
  @TempDir private Path root;
  private Path models;
  private Releases releases;

  @BeforeEach
  void write() throws IOException {
    models = root.resolve("models");
    write("aaaa", release("aaaa"));
    write("bbbb", release("bbbb"));
    current("bbbb");
    releases = Releases.open(new Configuration(), models.toString());
  }

  private void write(String directory, Release release) throws IOException {
    Path path = Files.createDirectories(models.resolve("versions").resolve(directory));
    Files.writeString(path.resolve("release.json"), Json.write(release));
  }

  private void current(String id) throws IOException {
    Files.writeString(
        models.resolve("current.json"), Json.write(new Releases.Current(id, "x", "2026-01-01")));
  }

  private static Release release(String id) {
    return new Release(
        id,
        "x",
        "2026-01-01T00:00:00Z",
        Release.State.PUBLISHED,
        "",
        "c",
        List.of(),
        List.of(),
        1,
        1,
        1,
        0);
  }

  @Test
  void theGoodOnesAreRead() {
    assertThat(releases.current().id()).isEqualTo("bbbb");
    assertThat(releases.all()).extracting(Release::id).containsExactly("aaaa", "bbbb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../../victim", "/etc", "bbbb/../../..", "", ".", "a b", "a\\b"})
  void aNameThatIsNoneOfAVersion(String id) throws IOException {
    Path victim = Files.createDirectories(root.resolve("victim"));
    Files.writeString(victim.resolve("release.json"), Json.write(release(id)));
    current(id);
    assertThatThrownBy(releases::current)
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("current.json", "'" + id + "'");
    write("aaaa", release(id));
    assertThatThrownBy(releases::all)
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("versions/aaaa/release.json", "not that of version aaaa");
    assertThatThrownBy(() -> releases.rollback(id)).isInstanceOf(BadInputException.class);
    assertThat(victim).isNotEmptyDirectory();
  }

  @Test
  void aReleaseWithoutItsParts() throws IOException {
    Files.writeString(models.resolve("versions/aaaa/release.json"), "{\"id\": \"aaaa\"}");
    assertThatThrownBy(releases::all)
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("versions/aaaa/release.json", "damaged");
    Files.writeString(models.resolve("versions/aaaa/release.json"), "null");
    assertThat(releases.all()).extracting(Release::id).containsExactly("bbbb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../report", "/report", "a/../../b", ""})
  void aReportOutsideOfTheVersion(String path) {
    for (boolean report : new boolean[] {true, false}) {
      assertThatThrownBy(
              () ->
                  new ReleaseConfig(
                      "models",
                      List.of("in"),
                      List.of("test"),
                      report ? path : "report",
                      report ? "model" : path,
                      0.01,
                      3))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("release");
    }
  }
}
