package org.corpuslm.release;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.fuzz.FuzzCase;
import org.corpuslm.fuzz.FuzzTarget;
import org.corpuslm.fuzz.MemoryFileSystem;
import org.corpuslm.fuzz.Mutator;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;

/** {@code current.json} and {@code release.json}: no version may lie elsewhere than it should. */
public final class ReleaseTarget implements FuzzTarget {
  private static final String FIRST = "0123456789ab";
  private static final String SECOND = "ba9876543210";

  private final Configuration conf = MemoryFileSystem.configuration();

  @Override
  public String name() {
    return "release";
  }

  @Override
  public boolean run(FuzzCase in) {
    Mutator mutator = new Mutator(in.random());
    MemoryFileSystem.clear("/releases");
    put(in, mutator, "versions/" + FIRST + "/release.json", release(FIRST));
    put(in, mutator, "versions/" + SECOND + "/release.json", release(SECOND));
    put(
        in,
        mutator,
        "current.json",
        new Releases.Current(SECOND, "mem:/releases/versions/" + SECOND, "2026-01-01T00:00:00Z"));
    Releases releases = Releases.open(conf, "mem:/releases");
    boolean read = true;
    try {
      Release current = releases.current();
      if (current != null) {
        check(current);
      }
    } catch (BadInputException e) {
      read = false;
    }
    try {
      releases.all().forEach(ReleaseTarget::check);
    } catch (BadInputException e) {
      read = false;
    }
    return read;
  }

  private static void check(Release release) {
    if (!List.of(FIRST, SECOND).contains(release.id()) || release.state() == null) {
      throw new AssertionError("not a version of this root: " + release);
    }
  }

  private static void put(FuzzCase in, Mutator mutator, String name, Object content) {
    String text = Json.write(content);
    if (in.oneIn(2)) {
      text = in.oneIn(3) ? text.replace(FIRST, mutator.piece()) : mutator.text(text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    MemoryFileSystem.put("/releases/" + name, in.input(name, bytes));
  }

  private static Release release(String id) {
    return new Release(
        id,
        "mem:/releases/versions/" + id,
        "2026-01-01T00:00:00Z",
        Release.State.PUBLISHED,
        "",
        "c",
        List.of(new Manifest.Input("file:/a", "1")),
        List.of(),
        10,
        5,
        20,
        0);
  }
}
