package org.corpuslm.neural.training;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.AtomicFile;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a training run, in {@code OUTPUT.checkpoints} beside the output: the last
 * three and the best. A checkpoint is written under another name and renamed, so that it is
 * complete if it exists.
 */
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final int KEPT = 3;
  private static final String PREFIX = "checkpoint-";
  private static final String BEST = "best";
  private static final String AND = " with BLAS kernel ";

  private final FileSystem fs;
  private final Configuration conf;
  private final Path directory;
  private final String run;
  private final String blasKernel;

  /**
   * Opens the checkpoints of a run.
   *
   * @param output path of the output directory
   * @param run digest of the settings that a usable checkpoint must share
   * @param blasKernel must be equal too: with another one, the result differs in its last bits
   */
  Checkpoints(Configuration conf, String output, String run, String blasKernel) {
    this.directory = directory(conf, output);
    this.run = run;
    this.blasKernel = blasKernel;
    this.conf = conf;
    try {
      this.fs = Storage.of(conf, directory);
    } catch (IOException e) {
      throw new BadInputException("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private static Path directory(Configuration conf, String output) {
    Path target = Storage.qualified(conf, output);
    return Storage.child(target.getParent(), target.getName() + ".checkpoints");
  }

  /** Returns whether there is a directory of checkpoints beside an output, of any run. */
  static boolean anyBeside(Configuration conf, String output) {
    Path directory = directory(conf, output);
    try {
      return Storage.of(conf, directory).exists(directory);
    } catch (IOException e) {
      throw new BadInputException("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  Path directory() {
    return directory;
  }

  boolean exist() {
    return !files().isEmpty();
  }

  /**
   * Deletes all checkpoints, the newest one last, so that a killed deletion leaves a checkpoint
   * that identifies the run.
   */
  void clear() {
    try {
      for (Path file : files()) {
        fs.delete(file, false);
      }
      fs.delete(directory, true);
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", directory, e.getMessage());
    }
  }

  /** Writes a checkpoint and deletes all but the last three. */
  void write(TrainState state) {
    write("%s%05d-%07d".formatted(PREFIX, state.epoch, state.round), state);
    List<Path> files = files();
    for (Path old : files.subList(0, Math.max(0, files.size() - KEPT))) {
      try {
        fs.delete(old, false);
      } catch (IOException e) {
        LOG.warn("cannot remove {}: {}", old, e.getMessage());
      }
    }
  }

  /** Writes the checkpoint of the best epoch so far. */
  void writeBest(TrainState state) {
    write(BEST, state);
  }

  private void write(String name, TrainState state) {
    Path to = new Path(directory, name);
    try {
      fs.mkdirs(directory);
      AtomicFile.replace(conf, to, out -> CheckpointFile.write(out, run + AND + blasKernel, state));
    } catch (IOException e) {
      throw new IllegalStateException("cannot write checkpoint " + to, e);
    }
  }

  /**
   * Returns the state of the last intact checkpoint; damaged ones are skipped with a warning.
   *
   * @throws BadInputException if no checkpoint is intact, or it belongs to another run or BLAS
   *     kernel
   */
  TrainState last() {
    List<Path> files = files();
    for (int i = files.size() - 1; i >= 0; i--) {
      TrainState state = read(files.get(i));
      if (state != null) {
        return state;
      }
    }
    throw new BadInputException(
        "no checkpoint in "
            + directory
            + " is whole; begin anew with --overwrite, without --resume");
  }

  /** Returns the state after the best epoch; null if it is missing or damaged. */
  TrainState best() {
    try {
      Path best = new Path(directory, BEST);
      return fs.exists(best) ? read(best) : null;
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", directory, e.getMessage());
      return null;
    }
  }

  private TrainState read(Path file) {
    CheckpointFile.Content content;
    try (InputStream in = fs.open(file)) {
      content = CheckpointFile.read(in);
    } catch (IOException e) {
      LOG.warn("checkpoint {} is ignored: {}", file, e.getMessage());
      return null;
    }
    if (content.run().startsWith(run + AND) && !content.run().endsWith(AND + blasKernel)) {
      String before = content.run().substring((run + AND).length());
      throw new BadInputException(
          ("checkpoint %s was made with BLAS kernel %s, and this run has %s, whose products differ"
                  + " in the last bits; resume with --blas-kernel %s, or train anew with --overwrite")
              .formatted(file, before, blasKernel, before));
    }
    if (!content.run().equals(run + AND + blasKernel)) {
      throw new BadInputException(
          ("checkpoint %s is of another training run (other corpus, vocabulary or settings); resume"
                  + " with the same ones, or train anew with --overwrite")
              .formatted(file));
    }
    return content.state();
  }

  private List<Path> files() {
    try {
      if (!fs.exists(directory)) {
        return List.of();
      }
      return Arrays.stream(fs.listStatus(directory))
          .map(FileStatus::getPath)
          .filter(p -> p.getName().startsWith(PREFIX))
          .sorted(Comparator.comparing(Path::getName))
          .toList();
    } catch (IOException e) {
      throw new BadInputException("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }
}
