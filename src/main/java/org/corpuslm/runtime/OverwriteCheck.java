package org.corpuslm.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Decides whether an existing output may be replaced. */
final class OverwriteCheck {
  private static final int MAX_NAMED = 5;

  private OverwriteCheck() {}

  /**
   * Checks the path of an output directory.
   *
   * @throws BadInputException if the path exists and {@code overwrite} is false, or it holds files
   *     that corpuslm did not write
   */
  static void checkDirectory(FileSystem fs, Path target, boolean overwrite) throws IOException {
    if (!fs.exists(target) || ObjectStorePublisher.isUnfinished(fs, target)) {
      return;
    }
    checkWanted(target, overwrite);
    if (!fs.getFileStatus(target).isDirectory()) {
      throw new BadInputException(
          "output %s is a file, so no directory replaces it; choose another name"
              .formatted(target));
    }
    if (fs.listStatus(target).length == 0) {
      return;
    }
    JsonNode manifest = manifest(fs, new Path(target, Manifest.FILE));
    if (manifest == null) {
      throw new BadInputException(
          ("output %s was not written by corpuslm (it has no manifest.json that corpuslm wrote), so it is not"
                  + " overwritten; remove it yourself, or choose another directory")
              .formatted(target));
    }
    List<String> strangers = strangers(fs, target, manifest);
    if (!strangers.isEmpty()) {
      throw new BadInputException(
          "output %s holds files that corpuslm did not write (%s%s), so it is not overwritten;"
                  .formatted(
                      target,
                      String.join(
                          ", ", strangers.subList(0, Math.min(MAX_NAMED, strangers.size()))),
                      strangers.size() > MAX_NAMED ? ", …" : "")
              + " move them elsewhere, or choose another directory");
    }
  }

  /** Returns the files below an output that its manifest does not list, sorted. */
  private static List<String> strangers(FileSystem fs, Path target, JsonNode manifest)
      throws IOException {
    Set<String> listed = new HashSet<>(List.of(Manifest.FILE));
    manifest.path("files").forEach(file -> listed.add(file.path("path").asText()));
    String root = fs.makeQualified(target).toUri().getPath() + "/";
    List<String> strangers = new ArrayList<>();
    Deque<Path> directories = new ArrayDeque<>(List.of(target));
    while (!directories.isEmpty()) {
      for (FileStatus found : fs.listStatus(directories.remove())) {
        String name = found.getPath().toUri().getPath().substring(root.length());
        if (found.isDirectory()) {
          directories.add(found.getPath());
        } else if (!listed.contains(name)) {
          strangers.add(name);
        }
      }
    }
    Collections.sort(strangers);
    return strangers;
  }

  /**
   * Checks the path of an output file.
   *
   * @throws BadInputException if it is a directory, or exists and {@code overwrite} is false
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

  /** Returns a manifest that corpuslm wrote, whatever its format; null if it did not. */
  private static JsonNode manifest(FileSystem fs, Path manifest) throws IOException {
    try (InputStream in = fs.open(manifest)) {
      JsonNode json = Json.MAPPER.readTree(in);
      boolean isManifest =
          json.path("format").isInt()
              && json.path("kind").isTextual()
              && json.path("files").isArray();
      return isManifest ? json : null;
    } catch (FileNotFoundException | JsonProcessingException e) {
      return null;
    }
  }
}
