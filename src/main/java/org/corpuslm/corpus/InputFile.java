package org.corpuslm.corpus;

import java.io.Serializable;
import org.corpuslm.runtime.Manifest;

/**
 * A file of text.
 *
 * @param path absolute path with its scheme
 * @param length size in bytes; of a compressed file, its compressed size
 * @param modified time of the last change, in milliseconds since 1970
 * @param splittable whether pieces can be read independently; false for compressed files
 * @param name name for messages and lineage: the path, or the name of the pipe that was copied
 * @param sha256 SHA-256 of the content of a pipe, in hexadecimal; empty for other files
 */
public record InputFile(
    String path, long length, long modified, boolean splittable, String name, String sha256)
    implements Serializable {
  private static final String SHA256 = " bytes, SHA-256 ";

  /** Makes a file that is not the copy of a pipe. */
  public InputFile(String path, long length, long modified, boolean splittable) {
    this(path, length, modified, splittable, path, "");
  }

  /** Returns the file as manifests list it: size and time, or size and SHA-256 of a pipe. */
  public Manifest.Input asInput() {
    return new Manifest.Input(
        name, sha256.isEmpty() ? length + " bytes, time " + modified : length + SHA256 + sha256);
  }

  /** Returns the SHA-256 that a manifest states for a pipe; empty for a file. */
  public static String sha256Of(Manifest.Input input) {
    int at = input.fingerprint().indexOf(SHA256);
    return at < 0 ? "" : input.fingerprint().substring(at + SHA256.length());
  }
}
