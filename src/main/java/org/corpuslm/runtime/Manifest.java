package org.corpuslm.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * {@code manifest.json}: what a published directory holds. A directory without one was not
 * published by us, or not to its end, and is refused.
 *
 * @param format version of the file formats; readers refuse another
 * @param kind what the directory is: corpus, counts, ngram-model, neural-model, mixture, report,
 *     comparison
 * @param version of the program that wrote it
 * @param created when, ISO-8601
 * @param configuration the resolved configuration of the command
 * @param inputs what it was made from
 * @param facts figures that belong to the kind
 * @param files everything in the directory but this file
 */
public record Manifest(
    int format,
    String kind,
    String version,
    String created,
    JsonNode configuration,
    List<Input> inputs,
    JsonNode facts,
    List<PublishedFile> files) {

  public static final String FILE = "manifest.json";
  public static final int FORMAT = 2;

  /** Puts the files in order, if all of them have a path. */
  public Manifest {
    if (files != null && files.stream().allMatch(f -> f != null && f.path() != null)) {
      files = files.stream().sorted(Comparator.comparing(PublishedFile::path)).toList();
    }
  }

  /**
   * What an output was made from.
   *
   * @param path where it was
   * @param fingerprint of its content: {@link #fingerprint()} of a published directory; size and
   *     time of a plain file
   */
  public record Input(String path, String fingerprint) implements java.io.Serializable {}

  /** Whether nothing is missing; what is read from a file may be anything. */
  boolean isComplete() {
    return kind != null
        && version != null
        && created != null
        && configuration != null
        && inputs != null
        && inputs.stream().allMatch(i -> i != null && i.path() != null && i.fingerprint() != null)
        && facts != null
        && files != null
        && files.stream().allMatch(f -> f != null && f.isComplete());
  }

  /** SHA-256 over kind, configuration and the checksums of all files: the content, not the time. */
  public String fingerprint() {
    StringBuilder text = new StringBuilder(kind).append('\n').append(configuration).append('\n');
    for (PublishedFile file : files) {
      text.append(file.path()).append(' ').append(file.sha256()).append('\n');
    }
    return DigestUtils.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The files below a sub-directory, in order of their path. */
  public List<PublishedFile> below(String directory) {
    String prefix = directory + "/";
    int from = 0;
    for (int to = files.size(); from < to; ) {
      int middle = (from + to) >>> 1;
      if (files.get(middle).path().compareTo(prefix) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    int end = from;
    while (end < files.size() && files.get(end).path().startsWith(prefix)) {
      end++;
    }
    return files.subList(from, end);
  }
}
