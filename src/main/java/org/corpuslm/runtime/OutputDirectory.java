package org.corpuslm.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output directory that appears whole or not at all: files go to a hidden staging directory
 * beside it, {@link #publish} writes the manifest and renames once. Closing without publishing
 * removes everything. A lock beside it keeps a second run out.
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
  private boolean open = true;

  private OutputDirectory(Configuration conf, FileSystem fs, Path target, OutputLock lock) {
    this.conf = conf;
    this.fs = fs;
    this.target = target;
    this.lock = lock;
    this.stagingPath = new Path(target.getParent(), stagingPrefix(target) + UUID.randomUUID());
  }

  /**
   * Prepares to write {@code path}, before any work is done.
   *
   * @throws BadInputException if it exists and is not to be overwritten, is being written by
   *     another run, or cannot be written
   */
  public static OutputDirectory create(Configuration conf, String path, boolean overwrite) {
    Path target = Storage.qualified(conf, path);
    if (target.getParent() == null) {
      throw new BadInputException("the root directory " + path + " cannot be an output");
    }
    return create(conf, target, fs -> checkReplaceable(fs, target, overwrite));
  }

  /** Prepares to write a single file; see {@link #publishFile}. */
  public static OutputDirectory createFile(Configuration conf, String path, boolean overwrite) {
    Path target = Storage.qualified(conf, path);
    return create(
        conf,
        target,
        fs -> {
          if (fs.exists(target) && fs.getFileStatus(target).isDirectory()) {
            throw new BadInputException("output " + target + " is a directory; name a file in it");
          }
          if (fs.exists(target) && !overwrite) {
            throw exists(target);
          }
        });
  }

  private interface Check {
    void on(FileSystem fs) throws IOException;
  }

  private static OutputDirectory create(Configuration conf, Path target, Check check) {
    try {
      FileSystem fs = Storage.of(conf, target);
      check.on(fs);
      fs.mkdirs(target.getParent());
      OutputLock lock = OutputLock.take(fs, target);
      OutputDirectory output = new OutputDirectory(conf, fs, target, lock);
      try {
        removeLeftovers(fs, target);
        if (!fs.mkdirs(output.stagingPath)) {
          throw new IOException("no directory can be made there");
        }
      } catch (IOException | RuntimeException e) {
        lock.release();
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

  private static BadInputException exists(Path target) {
    return new BadInputException(
        "output %s exists; choose another name or pass --overwrite".formatted(target));
  }

  private static void checkReplaceable(FileSystem fs, Path target, boolean overwrite)
      throws IOException {
    if (!fs.exists(target)) {
      return;
    }
    if (!overwrite) {
      throw exists(target);
    }
    boolean ours =
        fs.getFileStatus(target).isDirectory()
            && (fs.exists(new Path(target, Manifest.FILE)) || fs.listStatus(target).length == 0);
    if (!ours) {
      throw new BadInputException(
          target
              + " was not written by corpuslm (it has no manifest.json), so it is not overwritten;"
              + " remove it yourself or choose another directory");
    }
  }

  private static String stagingPrefix(Path target) {
    return "." + target.getName() + ".staging-";
  }

  // We hold the lock, so whatever lies there belongs to a run that was killed.
  private static void removeLeftovers(FileSystem fs, Path target) throws IOException {
    String prefix = stagingPrefix(target);
    for (FileStatus s : fs.listStatus(target.getParent())) {
      if (s.getPath().getName().startsWith(prefix)) {
        LOG.warn("removing {}, left by a run that was killed", s.getPath());
        fs.delete(s.getPath(), true);
      }
    }
  }

  public Staging staging() {
    return new Staging(stagingPath.toString());
  }

  /** The published path, with its scheme. */
  public String path() {
    return target.toString();
  }

  /** Takes a finished file of a task attempt into the output. */
  public void accept(Staging.StagedFile staged) {
    Path to = new Path(stagingPath, staged.file().path());
    Path from = new Path(staging().attempt(staged.attempt(), staged.file().path()));
    try {
      fs.mkdirs(to.getParent());
      if (!fs.rename(from, to)) {
        throw new IOException("rename refused");
      }
      files.add(staged.file());
    } catch (IOException e) {
      throw new IllegalStateException("cannot move %s to %s".formatted(from, to), e);
    }
  }

  public void acceptAll(List<Staging.StagedFile> staged) {
    staged.forEach(this::accept);
  }

  /** Writes a small text file into the output. */
  public void write(String relative, String content) {
    Worker worker = Worker.of(conf);
    StagedOutput file = null;
    try (StagedOutput out = new StagedOutput(worker, staging(), relative)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
      file = out;
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + relative + " of " + target, e);
    }
    accept(file.finished(-1));
  }

  /** A driver-side worker, for files that the driver itself writes. */
  public Worker worker() {
    return Worker.of(conf);
  }

  /**
   * Makes the output visible under its name, with its manifest.
   *
   * @param configuration the resolved configuration of the command
   * @param facts figures that belong to the kind
   */
  public Published publish(
      String kind, Object configuration, List<Manifest.Input> inputs, Object facts) {
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
    Path old = new Path(target.getParent(), "." + target.getName() + ".old-" + UUID.randomUUID());
    try {
      fs.delete(new Path(stagingPath, "_attempts"), true);
      try (OutputStream out = fs.create(new Path(stagingPath, Manifest.FILE), true)) {
        out.write(Json.write(manifest).getBytes(StandardCharsets.UTF_8));
      }
      boolean replaces = fs.exists(target);
      if (replaces && !fs.rename(target, old)) {
        throw new IOException("the old directory cannot be moved aside");
      }
      if (!fs.rename(stagingPath, target)) {
        throw new IOException("rename refused");
      }
      fs.delete(old, true);
    } catch (IOException e) {
      throw new IllegalStateException("cannot publish " + target, e);
    } finally {
      close();
    }
    return new Published(target.toString(), manifest);
  }

  /** Makes one staged file visible under the name of this output, without a manifest. */
  public void publishFile(Staging.StagedFile staged) {
    accept(staged);
    try {
      fs.delete(target, false);
      if (!fs.rename(new Path(stagingPath, staged.file().path()), target)) {
        throw new IOException("rename refused");
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot publish " + target, e);
    } finally {
      close();
    }
  }

  /** Removes whatever was not published, and the lock. */
  @Override
  public void close() {
    if (open) {
      try {
        Runtime.getRuntime().removeShutdownHook(onExit);
      } catch (IllegalStateException e) {
        return; // the JVM is going down: the hook does it
      }
      discard();
    }
  }

  private synchronized void discard() {
    if (!open) {
      return;
    }
    open = false;
    try {
      fs.delete(stagingPath, true);
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", stagingPath, e.getMessage());
    }
    lock.release();
  }
}
