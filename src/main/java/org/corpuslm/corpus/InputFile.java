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
 */
public record InputFile(String path, long length, long modified, boolean splittable)
    implements Serializable {

  /** For lineage. */
  public Manifest.Input asInput() {
    return new Manifest.Input(path, length + " bytes, time " + modified);
  }
}
