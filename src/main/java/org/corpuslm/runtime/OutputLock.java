package org.corpuslm.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file beside an output that names the one process which writes it. */
final class OutputLock {
  private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);

  private final FileSystem fs;
  private final Path file;

  private OutputLock(FileSystem fs, Path file) {
    this.fs = fs;
    this.file = file;
  }

  /**
   * Takes the lock of {@code target}; one left by a dead process of this host is taken over.
   *
   * @throws BadInputException if another run holds it
   */
  static OutputLock take(FileSystem fs, Path target) throws IOException {
    Path file = new Path(target.getParent(), "." + target.getName() + ".lock");
    if (!create(fs, file)) {
      String owner = owner(fs, file);
      if (!isDead(owner)) {
        throw new BadInputException(
            "output %s is being written by another run (%s); wait for it, or remove %s if it is dead"
                .formatted(target, owner, file));
      }
      LOG.warn("taking over the lock of a run that was killed ({})", owner);
      fs.delete(file, false);
      if (!create(fs, file)) {
        throw new BadInputException("output " + target + " is being written by another run");
      }
    }
    return new OutputLock(fs, file);
  }

  void release() {
    try {
      fs.delete(file, false);
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", file, e.getMessage());
    }
  }

  private static boolean create(FileSystem fs, Path file) throws IOException {
    try (OutputStream out = fs.create(file, false)) {
      String owner =
          "%s %d since %s".formatted(host(), ProcessHandle.current().pid(), Instant.now());
      out.write(owner.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (fs.exists(file)) {
        return false;
      }
      throw e;
    }
  }

  private static String owner(FileSystem fs, Path file) throws IOException {
    try (InputStream in = fs.open(file)) {
      return IOUtils.toString(in, StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return "unknown";
    }
  }

  private static boolean isDead(String owner) throws UnknownHostException {
    String[] parts = owner.split(" ", 3);
    if (parts.length < 2 || !parts[0].equals(host())) {
      return false;
    }
    try {
      return ProcessHandle.of(Long.parseLong(parts[1])).filter(ProcessHandle::isAlive).isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String host() throws UnknownHostException {
    return InetAddress.getLocalHost().getHostName();
  }
}
