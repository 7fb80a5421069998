package org.corpuslm.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The content of {@code manifest.json}, the description of a published directory. Readers refuse a
 * directory without a manifest: corpuslm did not write it, or did not finish writing it.
 *
 * @param format version of the file formats; readers refuse other versions
 * @param kind kind of the directory: corpus, counts, ngram-model, neural-model, mixture, report,
 *     comparison, counts-text, labeler, label-report
 * @param version version of corpuslm that wrote the directory
 * @param created time of publishing, ISO-8601
 * @param configuration resolved configuration of the command
 * @param inputs directories and files that the directory was made from
 * @param facts figures that depend on the kind
 * @param files all files of the directory except the manifest, sorted by path
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

  /** Name of the file in its directory. */
  public static final String FILE = "manifest.json";

  /** The format that this version writes and reads. */
  public static final int FORMAT = 2;

  /** Sorts the files by path, if all of them have one. */
  public Manifest {
    if (files != null && files.stream().allMatch(f -> f != null && f.path() != null)) {
      files = files.stream().sorted(Comparator.comparing(PublishedFile::path)).toList();
    }
  }

  /**
   * An input of a published directory.
   *
   * @param path path of the input when it was read
   * @param fingerprint {@link #fingerprint()} of a published directory; size and time of a plain
   *     file
   */
  public record Input(String path, String fingerprint) implements java.io.Serializable {}

  /** Returns whether readers of the directory read its inputs, too: those of a mixture. */
  boolean isReference() {
    return kind.equals("mixture");
  }

  /** Returns whether no entry is missing; JSON read from a file may lack any of them. */
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

  /**
   * Returns the SHA-256 over the kind, the configuration and the checksums of all files. It
   * identifies the content and does not depend on the time of publishing.
   */
  public String fingerprint() {
    StringBuilder text = new StringBuilder(kind).append('\n').append(configuration).append('\n');
    for (PublishedFile file : files) {
      text.append(file.path()).append(' ').append(file.sha256()).append('\n');
    }
    return DigestUtils.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the files below a subdirectory, sorted by path. */
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
