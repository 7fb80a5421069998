package org.corpuslm.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lock file beside an output that names the process writing the output. */
public final class OutputLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);

  private static final Duration CLOCK_DRIFT = Duration.ofSeconds(10);

  private final FileSystem fs;
  private final Path file;

  private OutputLock(FileSystem fs, Path file) {
    this.fs = fs;
    this.file = file;
  }

  /**
   * Takes the lock of an output. A lock of a dead process of this host is replaced.
   *
   * @param target path of the output
   * @throws BadInputException if another run holds the lock
   */
  public static OutputLock take(FileSystem fs, Path target) throws IOException {
    Path file = file(target);
    if (!create(fs, file)) {
      String owner = owner(fs, file);
      if (!isDead(owner)) {
        throw held(target, owner, file);
      }
      LOG.warn("taking over the lock of a run that was killed ({})", owner);
      if (file.toUri().getScheme().equals("file")) {
        removeDeadLocal(fs, target, file, owner);
      } else {
        removeDead(fs, target, file, owner);
      }
      if (!create(fs, file)) {
        throw held(target, owner(fs, file), file);
      }
    }
    return new OutputLock(fs, file);
  }

  /** Returns the path of the lock file of an output. */
  static Path file(Path target) {
    return Storage.child(target.getParent(), "." + target.getName() + ".lock");
  }

  @Override
  public void close() {
    try {
      fs.delete(file, false);
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", file, e.getMessage());
    }
  }

  private static BadInputException held(Path target, String owner, Path file) {
    return new BadInputException(
        "output %s is being written by another run (%s); wait for it, or remove %s if it is dead"
            .formatted(target, owner.isEmpty() ? "unknown" : owner, file));
  }

  private static boolean create(FileSystem fs, Path file) throws IOException {
    byte[] owner = description(ProcessHandle.current()).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = fs.create(file, false)) {
      out.write(owner);
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

  /**
   * Removes the lock of a dead process while a lock of the kernel prevents other runs from doing
   * the same. The file must not be opened a second time here: closing it would release the kernel's
   * lock.
   */
  private static synchronized void removeDeadLocal(
      FileSystem fs, Path target, Path file, String owner) throws IOException {
    java.nio.file.Path local = java.nio.file.Path.of(file.toUri().getPath());
    try (FileChannel channel =
            FileChannel.open(local, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock guard = channel.tryLock()) {
      ByteBuffer found = ByteBuffer.allocate(owner.length() * 4 + 1);
      channel.read(found);
      String now = new String(found.array(), 0, found.position(), StandardCharsets.UTF_8);
      BasicFileAttributes there = Files.readAttributes(local, BasicFileAttributes.class);
      boolean isSame = now.equals(owner) && there.size() == found.position();
      if (guard == null || !isSame) {
        throw held(target, now, file);
      }
      fs.delete(file, false);
    } catch (NoSuchFileException e) {
      LOG.debug("another run has removed {}", file); // the first run to create it holds it
    }
  }

  // Two runs may find the same dead lock: the first one moves it away, and the second one notices
  // that it moved another lock.
  private static void removeDead(FileSystem fs, Path target, Path file, String owner)
      throws IOException {
    Path aside = Storage.child(file.getParent(), file.getName() + "." + UUID.randomUUID());
    if (!fs.rename(file, aside)) {
      return;
    }
    String moved = owner(fs, aside);
    if (!moved.equals(owner)) {
      fs.rename(aside, file);
      throw held(target, moved, file);
    }
    fs.delete(aside, false);
  }

  private static String owner(FileSystem fs, Path file) throws IOException {
    try (InputStream in = fs.open(file)) {
      return IOUtils.toString(in, StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return "";
    }
  }

  /**
   * Returns the text of a lock: host, process id, start time of the process and, on Linux, {@link
   * #ticks}.
   */
  static String description(ProcessHandle process) {
    return "%s %d since %s %s"
        .formatted(host(), process.pid(), started(process), ticks(process))
        .stripTrailing();
  }

  /**
   * Returns the boot id of the kernel and the start of the process in ticks since then. Unlike
   * times of day, they do not change when the clock is set. Empty where the system has no such
   * files.
   */
  private static String ticks(ProcessHandle process) {
    try {
      String boot = Files.readString(java.nio.file.Path.of("/proc/sys/kernel/random/boot_id"));
      String stat = Files.readString(java.nio.file.Path.of("/proc/" + process.pid() + "/stat"));
      // The command, which may hold spaces, is in parentheses; the start is the 20th field after
      // it.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 0);
      return boot.strip() + ":" + fields[19];
    } catch (IOException e) {
      return "";
    }
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("?");
  }

  private static boolean isDead(String owner) {
    String[] parts = owner.split(" ", 0);
    if (parts.length < 4 || parts.length > 5 || !parts[0].equals(host())) {
      return false;
    }
    try {
      return ProcessHandle.of(Long.parseLong(parts[1]))
          .filter(p -> p.isAlive() && isSame(p, parts[3], parts.length == 5 ? parts[4] : ""))
          .isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  // Another process may have the same id by now; in containers it is always 1.
  private static boolean isSame(ProcessHandle process, String when, String ticks) {
    String now = ticks(process);
    return (ticks.isEmpty() || now.isEmpty()) ? mayHaveStarted(process, when) : now.equals(ticks);
  }

  private static boolean mayHaveStarted(ProcessHandle process, String when) {
    try {
      Instant then = Instant.parse(when);
      return process
          .info()
          .startInstant()
          .map(start -> Duration.between(start, then).abs().compareTo(CLOCK_DRIFT) < 0)
          .orElse(true);
    } catch (DateTimeParseException e) {
      return true;
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
