package org.corpuslm.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output directory that appears complete or not at all. Files are written into a hidden staging
 * directory beside the target; {@link #publish} writes the manifest and renames the directory. On
 * object stores, which cannot rename a directory in one step, publishing puts the manifest in place
 * last. Closing without publishing removes everything. A lock beside the target prevents a second
 * run from writing the same output.
 */
public final class OutputDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputDirectory.class);

  private final Configuration conf;
  private final FileSystem fs;
  private final Path target;
  private final Path stagingPath;
  private final OutputLock lock;
  private final Thread onExit = new Thread(this::discard, "discard-staging");
  private final List<PublishedFile> files = new ArrayList<>();
  private final Map<String, Path> places =
      new HashMap<>(); // of files, by their path when published
  private final List<Path> madeParents;
  private boolean open = true;
  private boolean published;

  private OutputDirectory(
      Configuration conf, FileSystem fs, Path target, OutputLock lock, List<Path> madeParents) {
    this.conf = conf;
    this.fs = fs;
    this.target = target;
    this.lock = lock;
    this.madeParents = madeParents;
    this.stagingPath = StaleOutputs.staging(target);
  }

  /**
   * Reserves {@code path} as an output, before any work is done.
   *
   * @throws BadInputException if the path exists and {@code overwrite} is false, if it holds files
   *     that corpuslm did not write, if another run is writing it, or if it cannot be written
   */
  public static OutputDirectory create(Configuration conf, String path, boolean overwrite) {
    Path target = Storage.qualified(conf, path);
    if (target.getParent() == null) {
      throw new BadInputException("the root directory " + path + " cannot be an output");
    }
    return create(conf, target, fs -> OverwriteCheck.checkDirectory(fs, target, overwrite));
  }

  /**
   * Reserves the path of a single output file; see {@link #publishFile}.
   *
   * @throws BadInputException as {@link #create} does
   */
  public static OutputDirectory createFile(Configuration conf, String path, boolean overwrite) {
    Path target = Storage.qualified(conf, path);
    return create(conf, target, fs -> OverwriteCheck.checkFile(fs, target, overwrite));
  }

  private interface Check {
    void on(FileSystem fs) throws IOException;
  }

  private static OutputDirectory create(Configuration conf, Path target, Check check) {
    try {
      FileSystem fs = Storage.of(conf, target);
      check.on(fs);
      List<Path> madeParents = missingParents(fs, target);
      fs.mkdirs(target.getParent());
      OutputLock lock = OutputLock.take(fs, target);
      OutputDirectory output = new OutputDirectory(conf, fs, target, lock, madeParents);
      try {
        StaleOutputs.remove(fs, target);
        check.on(fs); // again, under the lock: another run may just have finished
        if (!fs.mkdirs(output.stagingPath)) {
          throw new IOException("no directory can be made there");
        }
      } catch (IOException | RuntimeException e) {
        output.discard();
        throw e;
      }
      Runtime.getRuntime().addShutdownHook(output.onExit);
      return output;
    } catch (IOException e) {
      throw new BadInputException(
          "output %s cannot be written: %s; choose a directory you may write to"
              .formatted(target, e.getMessage()),
          e);
    }
  }

  /** Returns the directories above the output that do not exist yet, the lowest first. */
  private static List<Path> missingParents(FileSystem fs, Path target) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path p = target.getParent(); p != null && !fs.exists(p); p = p.getParent()) {
      missing.add(p);
    }
    return missing;
  }

  /**
   * Removes the files beside a finished output of a run that was killed right after it had
   * published.
   */
  @SuppressWarnings("try") // held, not used
  public static void tidy(Configuration conf, String path) {
    Path target = Storage.qualified(conf, path);
    try {
      FileSystem fs = Storage.of(conf, target);
      // The lock is removed last.
      if (fs.exists(OutputLock.file(target))) {
        try (OutputLock lock = OutputLock.take(fs, target)) {
          StaleOutputs.remove(fs, target);
        }
      }
    } catch (IOException | BadInputException e) {
      LOG.warn("beside {}: {}", target, e.getMessage());
    }
  }

  /** Returns the staging directory, for tasks. */
  public Staging staging() {
    return new Staging(stagingPath.toString());
  }

  /** Returns the path under which the output will be published, with its scheme. */
  public String path() {
    return target.toString();
  }

  /** Adds a finished file of a task to the output. */
  public synchronized void accept(Staging.StagedFile staged) {
    checkOpen();
    Path to = new Path(stagingPath, staged.file().path());
    Path from =
        staged.attempt().isEmpty()
            ? to
            : new Path(staging().attempt(staged.attempt(), staged.file().path()));
    places.put(staged.file().path(), from);
    files.add(staged.file());
  }

  /** Adds finished files of tasks to the output. */
  public void acceptAll(List<Staging.StagedFile> staged) {
    staged.forEach(this::accept);
  }

  /**
   * Writes a small text file into the output.
   *
   * @param relative path of the file in the output
   */
  public void write(String relative, String content) {
    TaskContext task = TaskContext.of(conf);
    StagedOutput file = null;
    try (StagedOutput out = new StagedOutput(task, staging(), relative)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
      file = out;
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + relative + " of " + target, e);
    }
    accept(file.finished(-1));
  }

  /** Returns the context for files that the driver itself writes. */
  public TaskContext driverTask() {
    return TaskContext.of(conf);
  }

  /**
   * Writes the manifest and makes the output visible under its path; closes this object.
   *
   * @param kind kind of the directory, see {@link Manifest#kind}
   * @param configuration resolved configuration of the command
   * @param inputs directories and files that the output was made from
   * @param facts figures that depend on the kind
   * @throws IllegalStateException if the file system refuses
   */
  public synchronized Published publish(
      String kind, Object configuration, List<Manifest.Input> inputs, Object facts) {
    checkOpen();
    files.sort(Comparator.comparing(PublishedFile::path));
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            kind,
            Version.current(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Json.tree(configuration),
            inputs,
            Json.tree(facts),
            List.copyOf(files));
    byte[] json = Json.write(manifest).getBytes(StandardCharsets.UTF_8);
    try {
      if (Storage.renamesAtOnce(fs)) {
        fs.delete(new Path(staging().attempts()), true);
        try (OutputStream out = fs.create(new Path(stagingPath, Manifest.FILE), true)) {
          out.write(json);
        }
        moveIntoPlace();
      } else {
        ObjectStorePublisher.publish(fs, target, places, json);
      }
      published = true;
    } catch (IOException e) {
      throw new IllegalStateException("cannot publish " + target, e);
    } finally {
      close();
    }
    return new Published(target.toString(), manifest);
  }

  private void moveIntoPlace() throws IOException {
    Path old = StaleOutputs.old(target);
    boolean replaces = fs.exists(target);
    if (replaces && !fs.rename(target, old)) {
      throw new IOException("the old directory cannot be moved aside");
    }
    try {
      if (!fs.rename(stagingPath, target)) {
        throw new IOException("rename refused");
      }
    } catch (IOException e) {
      if (replaces) {
        fs.rename(old, target);
      }
      throw e;
    }
    if (replaces) {
      remove(old);
    }
  }

  /**
   * Makes one staged file visible under the path of this output, without a manifest; closes this
   * object.
   */
  public synchronized void publishFile(Staging.StagedFile staged) {
    accept(staged);
    try {
      AtomicFile.move(conf, fs, places.get(staged.file().path()), target);
      published = true;
    } catch (IOException e) {
      throw new IllegalStateException("cannot publish " + target, e);
    } finally {
      close();
    }
  }

  // A run that is being stopped continues for a while after its staging directory was removed.
  private void checkOpen() {
    if (!open) {
      throw new IllegalStateException("output " + target + " was given up");
    }
  }

  /** Removes the lock, and the staging directory if the output was not published. */
  @Override
  public void close() {
    if (open) {
      try {
        Runtime.getRuntime().removeShutdownHook(onExit);
      } catch (IllegalStateException e) {
        return; // the JVM is shutting down, and the hook removes the files
      }
      discard();
    }
  }

  private synchronized void discard() {
    if (!open) {
      return;
    }
    open = false;
    remove(stagingPath);
    lock.close();
    if (!published) {
      madeParents.forEach(this::removeIfEmpty);
    }
  }

  private void remove(Path path) {
    try {
      fs.delete(path, true);
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", path, e.getMessage());
    }
  }

  private void removeIfEmpty(Path directory) {
    try {
      if (fs.listStatus(directory).length == 0) {
        fs.delete(directory, false);
      }
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", directory, e.getMessage());
    }
  }
}
