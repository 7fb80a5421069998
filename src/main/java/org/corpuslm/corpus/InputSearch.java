package org.corpuslm.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MissingInput;
import org.corpuslm.runtime.Storage;

/**
 * One search for input files. Local directories are listed by {@code java.nio}, which keeps the
 * bytes of names, so that no file is overlooked.
 */
final class InputSearch {
  private static final int NAMED = 20;

  private final Configuration conf;
  private final boolean pipes;
  private final CompressionCodecFactory codecs;
  private final Map<String, InputFile> files = new HashMap<>();
  private final Set<String> directories = new HashSet<>();
  private final List<String> passedOver = new ArrayList<>();
  private boolean matched; // whether the last input matched anything

  InputSearch(Configuration conf, boolean pipes) {
    this.conf = conf;
    this.pipes = pipes;
    this.codecs = new CompressionCodecFactory(conf);
  }

  InputFiles.Found found() {
    return new InputFiles.Found(
        files.values().stream().sorted(Comparator.comparing(InputFile::name)).toList(),
        List.copyOf(passedOver));
  }

  void add(String input) throws IOException {
    if (PipedInput.isPipe(input)) {
      if (!pipes) {
        throw new BadInputException(
            "input %s is a pipe, which can be read only once; write the text to a file first"
                .formatted(input));
      }
      InputFile spooled = PipedInput.spool(conf, input);
      files.put(spooled.path(), spooled);
      return;
    }
    FileSystem fs = Storage.of(conf, Storage.path(input));
    Path pattern = fs.makeQualified(Storage.path(input)); // like the matches
    boolean any = fs instanceof LocalFileSystem ? local(fs, input, pattern) : remote(fs, pattern);
    if (!any && !matched) {
      throw new BadInputException(
          "input %s does not exist, and matches no file as a pattern; %s"
              .formatted(MissingInput.name(conf, input), MissingInput.fix(conf, input)));
    }
    if (!any || files.isEmpty()) {
      throw new BadInputException(
          "input %s holds no file (names that begin with . or _ are passed over); check the path"
              .formatted(MissingInput.name(conf, input)));
    }
  }

  private boolean local(FileSystem fs, String input, Path pattern) throws IOException {
    LocalSearch search = new LocalSearch(passedOver);
    List<java.nio.file.Path> matches = search.matches(pattern.toUri().getPath());
    matched = !matches.isEmpty() || !search.unreadable().isEmpty();
    boolean any = false;
    for (java.nio.file.Path match : matches) {
      any |= search.collect(match, directories, file -> add(fs, file));
    }
    List<String> bad = search.unreadable();
    if (!bad.isEmpty()) {
      throw new BadInputException(
          "input %s: %s cannot be read: %s%s. Nothing is left out: %s"
              .formatted(
                  input,
                  bad.size() == 1 ? "one file" : "%,d files".formatted(bad.size()),
                  String.join(", ", bad.subList(0, Math.min(NAMED, bad.size()))),
                  bad.size() > NAMED ? ", …" : "",
                  search.fix()));
    }
    return any;
  }

  private void add(FileSystem fs, java.nio.file.Path file) throws IOException {
    Path path = fs.makeQualified(new Path(null, null, file.toString()));
    files.putIfAbsent("file:" + file.toRealPath(), file(fs.getFileStatus(path)));
  }

  private boolean remote(FileSystem fs, Path pattern) throws IOException {
    FileStatus[] matches = matches(fs, pattern);
    matched = matches.length > 0;
    boolean any = false;
    for (FileStatus match : matches) {
      any |= collect(fs, match);
    }
    return any;
  }

  /** Returns the file or directory of exactly that name, else the matches of the pattern. */
  private FileStatus[] matches(FileSystem fs, Path pattern) throws IOException {
    if (fs.exists(pattern)) {
      return new FileStatus[] {fs.getFileStatus(pattern)};
    }
    return GlobMatches.of(fs, pattern).stream()
        .filter(f -> !isPassedOver(pattern, f.getPath()))
        .toArray(FileStatus[]::new);
  }

  /** Returns whether a wildcard matched a hidden name; the name is listed as ignored then. */
  private boolean isPassedOver(Path pattern, Path found) {
    Path p = pattern;
    for (Path f = found; p != null && f != null; p = p.getParent(), f = f.getParent()) {
      if (isHidden(f.getName()) && !isHidden(p.getName())) {
        passedOver.add(found.toString());
        return true;
      }
    }
    return false;
  }

  static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  private boolean collect(FileSystem fs, FileStatus status) throws IOException {
    String path = status.getPath().toString();
    if (status.isFile()) {
      files.putIfAbsent(path, file(status));
      return true;
    }
    if (!directories.add(path)) {
      return true; // already read for another input
    }
    FileStatus[] children = fs.listStatus(status.getPath());
    Arrays.sort(children);
    boolean any = false;
    for (FileStatus child : children) {
      if (isHidden(child.getPath().getName())) {
        passedOver.add(child.getPath().toString());
      } else {
        any |= collect(fs, child);
      }
    }
    return any;
  }

  private InputFile file(FileStatus status) {
    String path = status.getPath().toString();
    if (DecompressedStream.isZstd(status.getPath())) {
      return new InputFile(path, status.getLen(), status.getModificationTime(), false);
    }
    CompressionCodec codec = DecompressedStream.codec(codecs, status.getPath());
    if (codec != null && !DecompressedStream.canRead(codec)) {
      throw new BadInputException(
          "%s is compressed in a format that cannot be read here (%s, by its name). Unpack it, or"
                  .formatted(path, codec.getDefaultExtension())
              + " pack it with gzip, bzip2 or zstd; if it is plain text, rename it");
    }
    return new InputFile(path, status.getLen(), status.getModificationTime(), codec == null);
  }
}
