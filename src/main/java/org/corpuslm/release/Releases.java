package org.corpuslm.release;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.AtomicFile;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.OutputLock;
import org.corpuslm.runtime.Storage;

/**
 * All versions below one root directory: {@code versions/ID/} with the outputs of a run and {@code
 * release.json}, and {@code current.json}, which names the current version. That file is replaced
 * atomically, so a reader always sees the old version or the new one.
 */
public final class Releases {
  private static final String CURRENT = "current.json";
  private static final String FILE = "release.json";

  /** Format of times with a fixed length, so that they sort by time. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private final Configuration conf;
  private final FileSystem fs;
  private final Path root;

  private Releases(Configuration conf, FileSystem fs, Path root) {
    this.conf = conf;
    this.fs = fs;
    this.root = root;
  }

  /**
   * The content of {@code current.json}.
   *
   * @param switched time when the version became current, ISO-8601
   */
  record Current(String id, String path, String switched) {}

  /**
   * Opens the versions below a root directory, of which there may be none yet.
   *
   * @throws BadInputException if the file system cannot be reached
   */
  public static Releases open(Configuration conf, String root) {
    Path path = Storage.qualified(conf, root);
    try {
      return new Releases(conf, Storage.of(conf, path), path);
    } catch (IOException e) {
      throw BadInputException.unreadable(root, e);
    }
  }

  /**
   * Locks the root against other runs; the caller closes the lock.
   *
   * @throws BadInputException if another run holds the lock, or if the root cannot be written
   */
  public OutputLock lock() {
    try {
      fs.mkdirs(root);
      return OutputLock.take(fs, new Path(root, CURRENT));
    } catch (IOException e) {
      throw new BadInputException(root + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Returns the directory of a version. */
  public String directory(String id) {
    return new Path(new Path(root, "versions"), id).toString();
  }

  /**
   * Returns the current version; null if there is none yet.
   *
   * @throws BadInputException if {@code current.json} is damaged, or names a version that is
   *     missing
   */
  public Release current() {
    Current current = read(new Path(root, CURRENT), Current.class);
    if (current == null) {
      return null;
    }
    if (!Release.isId(current.id())) {
      throw new BadInputException(
          "%s is damaged, or corpuslm did not write it: '%s' is no id of a version"
              .formatted(new Path(root, CURRENT), current.id()));
    }
    Release release = find(current.id());
    if (release == null) {
      throw new BadInputException(
          "%s names version %s, but %s has no %s: put it back, or choose a version with rollback --to"
              .formatted(new Path(root, CURRENT), current.id(), directory(current.id()), FILE));
    }
    return release;
  }

  /**
   * Returns a version that was decided on; null if there is none with this id.
   *
   * @throws BadInputException if this cannot be an id, or if {@code release.json} is damaged
   */
  public Release find(String id) {
    if (!Release.isId(id)) {
      throw new BadInputException("%s has no version '%s'".formatted(root, id));
    }
    Path file = new Path(directory(id), FILE);
    Release release = read(file, Release.class);
    // Versions are removed and made current by the id in the file.
    if (release != null && !(release.isComplete() && release.id().equals(id))) {
      throw new BadInputException(
          "%s is damaged, or corpuslm did not write it: it is not that of version %s"
              .formatted(file, id));
    }
    return release;
  }

  /** Returns all versions that were decided on, the oldest first. */
  public List<Release> all() {
    List<Release> found = new ArrayList<>();
    try {
      for (FileStatus status : fs.listStatus(new Path(root, "versions"))) {
        Release release = find(status.getPath().getName());
        if (release != null) {
          found.add(release);
        }
      }
    } catch (FileNotFoundException e) {
      return found; // none yet
    } catch (IOException e) {
      throw BadInputException.unreadable(root, e);
    }
    found.sort(Comparator.comparing(Release::created).thenComparing(Release::id));
    return found;
  }

  /** Returns whether a version ever became current here. */
  public boolean exist() {
    try {
      return fs.exists(new Path(root, CURRENT));
    } catch (IOException e) {
      throw BadInputException.unreadable(root, e);
    }
  }

  /**
   * Returns the directories of a version, without checkpoints of a training that is not finished.
   */
  public List<String> outputs(String id) {
    List<String> outputs = new ArrayList<>();
    try {
      for (FileStatus status : fs.listStatus(new Path(directory(id)))) {
        String name = status.getPath().getName();
        if (status.isDirectory() && !name.startsWith(".") && !name.endsWith(".checkpoints")) {
          outputs.add(status.getPath().toString());
        }
      }
    } catch (IOException e) {
      throw BadInputException.unreadable(directory(id), e);
    }
    return outputs;
  }

  /**
   * Plans the next version; null if the current one has all text and the same configuration.
   *
   * @param configuration SHA-256 of the steps and the version of corpuslm
   * @throws BadInputException if a part of the current version has changed since
   */
  public ReleasePlan plan(ReleaseConfig config, String configuration) {
    return ReleasePlan.against(
        current(), ReleaseCandidate.parts(conf, config.parts()), configuration);
  }

  /**
   * Decides on a finished version by its report: makes it current and removes old versions, or
   * rejects it.
   *
   * @return the version with its state
   * @throws BadInputException if the report lacks the model, or if a part has changed meanwhile
   */
  public Release decide(ReleasePlan plan, ReleaseConfig config) {
    Release current = current();
    Release candidate =
        new ReleaseCandidate(conf, directory(plan.id()), plan, config).read(now(), current);
    Release decided = PromotionPolicy.on(candidate, current, config.margin());
    write(decided);
    if (decided.state() == Release.State.PUBLISHED) {
      makeCurrent(decided);
      removeOld(config.keep());
    }
    return decided;
  }

  /**
   * Returns the time; if the clock of this machine is behind, a time after that of all versions.
   */
  private String now() {
    Instant now = Instant.now();
    for (Release r : all()) {
      Instant after = Instant.parse(r.created()).plusMillis(1);
      now = after.isAfter(now) ? after : now;
    }
    return TIME.format(now);
  }

  /**
   * Makes an earlier published version current, and marks those after it as rolled back.
   *
   * @param to id of the version; empty = the version before the current one
   * @throws BadInputException if there is no such version, or if it was not published
   */
  public Release rollback(String to) {
    Release current = current();
    List<Release> published =
        all().stream().filter(r -> r.state() == Release.State.PUBLISHED).toList();
    String known = String.join(", ", published.stream().map(Release::id).toList());
    Release target =
        published.stream()
            .filter(
                r ->
                    to.isEmpty()
                        ? current != null && r.created().compareTo(current.created()) < 0
                        : r.id().equals(to))
            .reduce((a, b) -> b)
            .orElseThrow(
                () ->
                    new BadInputException(
                        to.isEmpty()
                            ? "%s has no published version before the current one".formatted(root)
                            : "%s has no published version %s; it has %s"
                                .formatted(root, to, known.isEmpty() ? "none" : known)));
    // First, so that none of them comes back if the process ends in between.
    for (Release r : published) {
      if (r.created().compareTo(target.created()) > 0) {
        write(r.as(Release.State.ROLLED_BACK, ""));
      }
    }
    makeCurrent(target);
    return target;
  }

  private void makeCurrent(Release release) {
    write(
        new Path(root, CURRENT),
        new Current(release.id(), release.path(), Instant.now().toString()));
  }

  /** Removes all published versions but the last {@code keep}, and all others but the last one. */
  private void removeOld(int keep) {
    List<Release> published = new ArrayList<>();
    List<Release> others = new ArrayList<>();
    for (Release r : all()) {
      (r.state() == Release.State.PUBLISHED ? published : others).add(r);
    }
    remove(published, keep);
    remove(others, 1);
    removeUndecided();
  }

  /** Removes versions without a decision: leftovers of runs with other text or settings. */
  private void removeUndecided() {
    try {
      for (FileStatus status : fs.listStatus(new Path(root, "versions"))) {
        if (find(status.getPath().getName()) == null) {
          fs.delete(status.getPath(), true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove(List<Release> oldestFirst, int keep) {
    try {
      for (Release r : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - keep))) {
        fs.delete(new Path(directory(r.id())), true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Release release) {
    write(new Path(directory(release.id()), FILE), release);
  }

  private void write(Path file, Object content) {
    try {
      AtomicFile.replace(conf, file, Json.write(content));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private <T> T read(Path file, Class<T> type) {
    try (InputStream in = fs.open(file)) {
      return Json.MAPPER.readValue(in.readAllBytes(), type);
    } catch (FileNotFoundException e) {
      return null;
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException(
          "%s is damaged, or corpuslm did not write it (%s)".formatted(file, e.getMessage()), e);
    }
  }
}
