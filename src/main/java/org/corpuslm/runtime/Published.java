package org.corpuslm.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory that corpuslm published, opened for reading.
 *
 * @param path path of the directory, with its scheme
 * @param manifest its manifest
 */
public record Published(String path, Manifest manifest) {

  /**
   * Opens a directory of one of some kinds.
   *
   * @param path the path as the user wrote it
   * @param kinds accepted kinds, see {@link Manifest#kind}
   * @throws BadInputException if there is no such directory, or its manifest is missing, damaged,
   *     or of another kind or format; the message names the command that makes such a directory
   */
  public static Published open(Configuration conf, String path, String... kinds) {
    Published published = open(conf, path, List.of(kinds));
    if (!List.of(kinds).contains(published.manifest.kind())) {
      throw WrongInput.ofKind(path, published.manifest.kind(), kinds);
    }
    return published;
  }

  /**
   * Opens a directory of any kind.
   *
   * @throws BadInputException if there is no such directory, or its manifest is missing, damaged,
   *     or of another format
   */
  public static Published open(Configuration conf, String path) {
    return open(conf, path, List.of());
  }

  private static Published open(Configuration conf, String path, List<String> kinds) {
    Path directory = Storage.qualified(conf, path);
    Path file = new Path(directory, Manifest.FILE);
    try {
      FileSystem fs = Storage.of(conf, file);
      if (!fs.exists(directory)) {
        throw new BadInputException(
            "%s does not exist; %s"
                .formatted(MissingInput.name(conf, path), MissingInput.fix(conf, path)));
      }
      if (fs.getFileStatus(directory).isFile()) {
        throw WrongInput.file(conf, directory, path, kinds);
      }
      Manifest manifest = ManifestCache.get(fs.getFileStatus(file), () -> read(fs, path, file));
      return new Published(directory.toString(), manifest);
    } catch (FileNotFoundException e) {
      throw WrongInput.noManifest(path, e);
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "%s is damaged, or was not written by corpuslm (%s): make the directory again"
              .formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw BadInputException.unreadable(file, e);
    }
  }

  private static Manifest read(FileSystem fs, String path, Path file) throws IOException {
    byte[] json;
    try (InputStream in = fs.open(file)) {
      json = IOUtils.toByteArray(in);
    }
    Manifest manifest = Json.MAPPER.readValue(json, new TypeReference<>() {});
    if (manifest == null || !manifest.isComplete()) {
      throw new BadInputException(
          file
              + " is damaged (entries are missing), or was not written by corpuslm: make the directory"
              + " again");
    }
    for (PublishedFile entry : manifest.files()) {
      if (!entry.isInside()) {
        throw new BadInputException(
            "%s lists %s, which is no path inside the directory: it was not written by corpuslm"
                .formatted(file, entry.path()));
      }
    }
    if (manifest.format() != Manifest.FORMAT) {
      throw new BadInputException(
          "%s has format %d, this program reads format %d: make it again with this version"
              .formatted(path, manifest.format(), Manifest.FORMAT));
    }
    return manifest;
  }

  /**
   * Returns the facts of the manifest.
   *
   * @throws BadInputException if they do not fit the type
   */
  public <T> T facts(Class<T> type) {
    return convert(manifest.facts(), type, "facts");
  }

  /**
   * Returns the configuration of the manifest.
   *
   * @throws BadInputException if it does not fit the type
   */
  public <T> T configuration(Class<T> type) {
    return convert(manifest.configuration(), type, "configuration");
  }

  /** Returns this directory as an input for the manifest of another. */
  public Manifest.Input asInput() {
    return new Manifest.Input(path, manifest.fingerprint());
  }

  /** Returns the full path of a file of this directory. */
  public String at(PublishedFile file) {
    return path + "/" + file.path();
  }

  /**
   * Returns the only file of a subdirectory.
   *
   * @throws BadInputException if the manifest lists none or several
   */
  public PublishedFile only(String directory) {
    List<PublishedFile> files = manifest.below(directory);
    if (files.size() != 1) {
      throw new BadInputException(
          "%s: manifest.json lists %d files in %s, expected 1"
              .formatted(path, files.size(), directory));
    }
    return files.get(0);
  }

  /** Returns the number of words of the vocabulary in this directory. */
  long words() {
    return only("vocabulary").rows();
  }

  /**
   * Returns the content of a small text file of this directory, verified against its checksum.
   *
   * @throws BadInputException if the file is missing or damaged
   */
  public String text(Configuration conf, PublishedFile file) {
    return new String(Checksums.read(conf, at(file), file), StandardCharsets.UTF_8);
  }

  private <T> T convert(com.fasterxml.jackson.databind.JsonNode node, Class<T> type, String what) {
    try {
      T value = Json.MAPPER.treeToValue(node, type);
      if (value == null) {
        throw new BadInputException(
            "%s/manifest.json: it has no %s; make the directory again".formatted(path, what));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "%s/manifest.json: its %s cannot be read (%s): make the directory again"
              .formatted(path, what, e.getOriginalMessage()),
          e);
    }
  }
}
