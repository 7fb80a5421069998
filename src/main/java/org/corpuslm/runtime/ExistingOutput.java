package org.corpuslm.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Decides whether what lies under the name of an output may be replaced. */
final class ExistingOutput {
  private ExistingOutput() {}

  /**
   * Checks the place of an output directory.
   *
   * @throws BadInputException if something is there and is not to be overwritten, or is not ours
   */
  static void checkDirectory(FileSystem fs, Path target, boolean overwrite) throws IOException {
    if (!fs.exists(target) || ManifestLast.isUnfinished(fs, target)) {
      return;
    }
    checkWanted(target, overwrite);
    if (!fs.getFileStatus(target).isDirectory()) {
      throw new BadInputException(
          "output %s is a file, so no directory replaces it; choose another name"
              .formatted(target));
    }
    if (fs.listStatus(target).length > 0 && !isOurs(fs, new Path(target, Manifest.FILE))) {
      throw new BadInputException(
          ("output %s was not written by corpuslm (it has no manifest.json of ours), so it is not"
                  + " overwritten; remove it yourself, or choose another directory")
              .formatted(target));
    }
  }

  /**
   * Checks the place of an output file.
   *
   * @throws BadInputException if something is there and is not to be overwritten
   */
  static void checkFile(FileSystem fs, Path target, boolean overwrite) throws IOException {
    if (fs.exists(target)) {
      if (fs.getFileStatus(target).isDirectory()) {
        throw new BadInputException(
            "output %s is a directory; name a file in it".formatted(target));
      }
      checkWanted(target, overwrite);
    }
  }

  private static void checkWanted(Path target, boolean overwrite) {
    if (!overwrite) {
      throw new BadInputException(
          "output %s exists; choose another name or pass --overwrite".formatted(target));
    }
  }

  /** Whether this is a manifest of ours, whatever its format. */
  private static boolean isOurs(FileSystem fs, Path manifest) throws IOException {
    try (InputStream in = fs.open(manifest)) {
      JsonNode json = Json.MAPPER.readTree(in);
      return json.path("format").isInt()
          && json.path("kind").isTextual()
          && json.path("files").isArray();
    } catch (FileNotFoundException | JsonProcessingException e) {
      return false;
    }
  }
}
