package org.corpuslm.ngram.kenlm;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.MappedFile;
import org.corpuslm.runtime.Storage;

/** An open binary file: its header is checked, its words and n-grams have not been read. */
public final class BinaryFile {
  private final String path;
  private final MappedFile file;
  private final BinaryHeader header;
  private final NgramSearch search;

  private BinaryFile(String path, MappedFile file) {
    this.path = path;
    this.file = file;
    this.header = BinaryHeader.read(file, path);
    this.search = NgramSearch.of(file, header, path);
  }

  /** Returns the error for a file that points outside of itself. */
  static BadInputException damaged(String path, IndexOutOfBoundsException e) {
    return new BadInputException(
        "%s is damaged: it points outside of its words or n-grams (%s). corpuslm inspect --verify tells more; build it again from the ARPA file"
            .formatted(path, e.getMessage()),
        e);
  }

  /**
   * Reads the words.
   *
   * @throws BadInputException if they are damaged
   */
  BinaryWords words() {
    try {
      return BinaryWords.read(file, header, search, path);
    } catch (IndexOutOfBoundsException e) {
      throw damaged(path, e);
    }
  }

  /** Tells whether a path is a file that begins like a binary file of KenLM, whole or not. */
  public static boolean isBinary(Configuration conf, String path) {
    try {
      Path qualified = Storage.qualified(conf, path);
      if (!Storage.of(conf, qualified).getFileStatus(qualified).isFile()) {
        return false;
      }
      byte[] start = new byte[BinaryHeader.PREFIX_BYTES];
      try (InputStream in = Storage.open(conf, qualified)) {
        return BinaryHeader.isBinary(Arrays.copyOf(start, IOUtils.read(in, start)));
      }
    } catch (IOException | BadInputException e) {
      return false; // whoever opens it as a directory will tell
    }
  }

  /** Returns the file as manifests list it: with its size and time, because it may be large. */
  public static Manifest.Input asInput(Configuration conf, String path) {
    Path qualified = Storage.qualified(conf, path);
    try {
      FileStatus status = Storage.of(conf, qualified).getFileStatus(qualified);
      return new InputFile(
              qualified.toString(), status.getLen(), status.getModificationTime(), false)
          .asInput();
    } catch (IOException e) {
      throw BadInputException.unreadable(qualified, e);
    }
  }

  /**
   * Opens a file. One that is not on the local disk is copied there.
   *
   * @throws BadInputException if it is truncated or damaged, or of a version, byte order or kind
   *     that this program does not read
   */
  public static BinaryFile open(Configuration conf, String path) {
    Path qualified = Storage.qualified(conf, path);
    try {
      return new BinaryFile(qualified.toString(), MappedFile.open(conf, qualified));
    } catch (IOException e) {
      throw BadInputException.unreadable(qualified, e);
    }
  }

  /** Returns the path with its scheme. */
  public String path() {
    return path;
  }

  MappedFile file() {
    return file;
  }

  BinaryHeader header() {
    return header;
  }

  NgramSearch search() {
    return search;
  }

  /**
   * Reads everything and checks that it fits together.
   *
   * @throws BadInputException if it does not
   */
  public void verify() {
    words();
    try {
      search.verify();
    } catch (IndexOutOfBoundsException e) {
      throw damaged(path, e);
    }
  }

  /**
   * What is known of a file without reading its n-grams.
   *
   * @param type data structures
   * @param order of the model
   * @param ngrams number of n-grams by order, as the header states them
   * @param hasWords whether the words are in the file, not only their hashes
   * @param bytes size of the file
   * @param mappedBytes bytes that are mapped into memory, outside the heap
   * @param heapBytes approximate bytes of heap that an open model takes for its words
   * @param settings further settings by name
   */
  public record Info(
      String type,
      int order,
      java.util.List<Long> ngrams,
      boolean hasWords,
      long bytes,
      long mappedBytes,
      long heapBytes,
      Map<String, Object> settings) {}

  /** Returns what is known of the file. */
  public Info info() {
    return new Info(
        header.type().description(),
        header.order(),
        header.ngrams(),
        header.hasWords(),
        file.size(),
        search.end(),
        heap(),
        new LinkedHashMap<>(search.details()));
  }

  /**
   * Returns the heap of the words as {@link org.corpuslm.corpus.WordTable} takes it, and of ids.
   */
  private long heap() {
    long words = search.words().size();
    long perWord = header.hasWords() ? 4 * 4 + 2 * 4 + 8 : 16;
    return words * (perWord + Integer.BYTES) + (header.hasWords() ? file.size() - search.end() : 0);
  }
}
