package org.corpuslm.corpus;

import java.io.IOException;
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
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Storage;

/** Finds the files that input options mean. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * Files, directories (with all below) and globs; hidden names (leading {@code .} or {@code _})
   * that were not asked for by name are passed over. Each file once, sorted by path.
   *
   * @throws BadInputException if one of the inputs matches nothing
   */
  public static List<InputFile> resolve(Configuration conf, List<String> inputs) {
    CompressionCodecFactory codecs = new CompressionCodecFactory(conf);
    Map<String, InputFile> files = new HashMap<>();
    Set<String> directories = new HashSet<>();
    for (String input : inputs) {
      try {
        FileSystem fs = Storage.of(conf, Storage.path(input));
        Path pattern = fs.makeQualified(Storage.path(input)); // as what it matches will be
        FileStatus[] matches = matches(fs, pattern);
        if (matches.length == 0) {
          throw new BadInputException(
              "input %s does not exist, and matches no file as a pattern; check the path"
                  .formatted(input));
        }
        boolean any = false;
        for (FileStatus match : matches) {
          any |= collect(fs, match, codecs, directories, files);
        }
        if (!any || files.isEmpty()) {
          throw new BadInputException(
              "input %s holds no file (names that begin with . or _ are passed over); check the path"
                  .formatted(input));
        }
      } catch (IOException | IllegalArgumentException e) {
        throw BadInputException.unreadable("input " + input, e);
      }
    }
    return files.values().stream().sorted(Comparator.comparing(InputFile::path)).toList();
  }

  /** What is there under that very name, else what the pattern matches. */
  private static FileStatus[] matches(FileSystem fs, Path pattern) throws IOException {
    if (fs.exists(pattern)) {
      return new FileStatus[] {fs.getFileStatus(pattern)};
    }
    return GlobMatches.of(fs, pattern).stream()
        .filter(f -> !isPassedOver(pattern, f.getPath()))
        .toArray(FileStatus[]::new);
  }

  /** Whether a pattern met a hidden name, of a file or a directory, that it did not ask for. */
  private static boolean isPassedOver(Path pattern, Path found) {
    Path p = pattern;
    for (Path f = found; p != null && f != null; p = p.getParent(), f = f.getParent()) {
      if (isHidden(f.getName()) && !isHidden(p.getName())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  private static boolean collect(
      FileSystem fs,
      FileStatus status,
      CompressionCodecFactory codecs,
      Set<String> directories,
      Map<String, InputFile> to)
      throws IOException {
    if (status.isFile()) {
      to.putIfAbsent(identity(status.getPath()), file(status, codecs));
      return true;
    }
    if (!directories.add(identity(status.getPath()))) {
      return true; // reached before, by a link or by another input
    }
    FileStatus[] children = fs.listStatus(status.getPath());
    Arrays.sort(children);
    boolean any = false;
    for (FileStatus child : children) {
      if (!isHidden(child.getPath().getName())) {
        any |= collect(fs, child, codecs, directories, to);
      }
    }
    return any;
  }

  private static InputFile file(FileStatus status, CompressionCodecFactory codecs) {
    String path = status.getPath().toString();
    CompressionCodec codec = codecs.getCodec(status.getPath());
    if (codec != null && !Unpacked.canRead(codec)) {
      throw new BadInputException(
          "%s is compressed in a format that cannot be read here (%s, by its name). Unpack it, or"
                  .formatted(path, codec.getDefaultExtension())
              + " pack it with gzip or bzip2; if it is plain text, rename it");
    }
    return new InputFile(path, status.getLen(), status.getModificationTime(), codec == null);
  }

  /** The same for every way to a file: links on local disks are followed. */
  private static String identity(Path path) throws IOException {
    return "file".equals(path.toUri().getScheme())
        ? "file:" + java.nio.file.Path.of(path.toUri().getPath()).toRealPath()
        : path.toString();
  }
}
