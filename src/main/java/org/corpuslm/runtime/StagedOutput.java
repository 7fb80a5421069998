package org.corpuslm.runtime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes one file of a staged output; counts its bytes and computes their SHA-256 on the way. */
public final class StagedOutput extends FilterOutputStream {
  private final TaskContext task;
  private final Staging staging;
  private final String attempt;
  private final String relative;
  private final MessageDigest digest;
  private long bytes;

  /**
   * Creates a file.
   *
   * @param relative path of the file in the output directory
   * @throws IOException if the file cannot be created, or the run was given up
   */
  public StagedOutput(TaskContext task, Staging staging, String relative) throws IOException {
    this(task, staging, relative, DigestUtils.getSha256Digest());
  }

  private StagedOutput(TaskContext task, Staging staging, String relative, MessageDigest digest)
      throws IOException {
    super(create(task, staging, relative));
    this.task = task;
    this.staging = staging;
    this.attempt = task.attempt();
    this.relative = relative;
    this.digest = digest;
  }

  /** Creates a file that no manifest will list, without a checksum. */
  public static StagedOutput unlisted(TaskContext task, Staging staging, String relative)
      throws IOException {
    return new StagedOutput(task, staging, relative, null);
  }

  private static OutputStream create(TaskContext task, Staging staging, String relative)
      throws IOException {
    Path file = new Path(staging.path(task, relative));
    FileSystem fs = Storage.of(task.hadoop(), file);
    if (!fs.exists(new Path(staging.directory()))) {
      throw new IOException("the run was given up: " + staging.directory() + " is gone");
    }
    return fs.create(file, true, 1 << 17);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    if (digest != null) {
      digest.update((byte) b);
    }
    bytes++;
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    out.write(b, off, len);
    if (digest != null) {
      digest.update(b, off, len);
    }
    bytes += len;
  }

  /** Returns the number of bytes written so far. */
  public long position() {
    return bytes;
  }

  /** Returns the SHA-256 of the bytes so far; empty for files that no manifest lists. */
  String sha256SoFar() {
    return digest == null ? "" : Checksums.soFar(digest);
  }

  /**
   * Returns the entry of a file after it was closed. A file of the manifest is moved to its place
   * in the staging directory here, in the task; a second attempt replaces it with the same bytes.
   *
   * @param rows number of records of the file; −1 if it has none
   */
  public Staging.StagedFile finished(long rows) {
    if (digest == null) {
      return new Staging.StagedFile(attempt, new PublishedFile(relative, bytes, rows, ""));
    }
    PublishedFile file =
        new PublishedFile(relative, bytes, rows, Hex.encodeHexString(digest.digest()));
    try {
      return new Staging.StagedFile(staging.commit(task, relative) ? "" : attempt, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot put %s in its place".formatted(relative), e);
    }
  }
}
