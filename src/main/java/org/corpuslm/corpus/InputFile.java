package org.corpuslm.corpus;

import java.io.Serializable;
import org.corpuslm.runtime.Manifest;

/**
 * A file of text.
 *
 * @param path with its scheme
 * @param length in bytes, as it lies there
 * @param modified time of its last change, milliseconds
 * @param splittable whether pieces of it can be read on their own: it is not compressed
 * @param name for messages and lineage: the path, or that of the pipe whose copy this is
 * @param sha256 of the content, if it is the copy of a pipe; else empty
 */
public record InputFile(
    String path, long length, long modified, boolean splittable, String name, String sha256)
    implements Serializable {
  private static final String SHA256 = " bytes, SHA-256 ";

  /** A file that lies where it is read. */
  public InputFile(String path, long length, long modified, boolean splittable) {
    this(path, length, modified, splittable, path, "");
  }

  /** For lineage. */
  public Manifest.Input asInput() {
    return new Manifest.Input(
        name, sha256.isEmpty() ? length + " bytes, time " + modified : length + SHA256 + sha256);
  }

  /** Returns the SHA-256 that lineage holds of a pipe; empty for a file. */
  public static String sha256Of(Manifest.Input input) {
    int at = input.fingerprint().indexOf(SHA256);
    return at < 0 ? "" : input.fingerprint().substring(at + SHA256.length());
  }
}
