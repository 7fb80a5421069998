package org.corpuslm.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    Map<String, InputFile> files = new TreeMap<>();
    for (String input : inputs) {
      try {
        Path pattern = new Path(input);
        FileSystem fs = Storage.of(conf, pattern);
        FileStatus[] matches = matches(fs, pattern);
        if (matches.length == 0) {
          throw new BadInputException(
              "input %s does not exist, and matches no file as a pattern; check the path"
                  .formatted(input));
        }
        boolean any = false;
        for (FileStatus match : matches) {
          any |= collect(fs, match, codecs, files);
        }
        if (!any) {
          throw new BadInputException(
              "input %s holds no file (names that begin with . or _ are passed over); check the path"
                  .formatted(input));
        }
      } catch (IOException | IllegalArgumentException e) {
        throw new BadInputException(
            "input %s cannot be read: %s".formatted(input, e.getMessage()), e);
      }
    }
    return new ArrayList<>(files.values());
  }

  /** What is there under that very name, else what the pattern matches. */
  private static FileStatus[] matches(FileSystem fs, Path pattern) throws IOException {
    if (fs.exists(pattern)) {
      return new FileStatus[] {fs.getFileStatus(pattern)};
    }
    FileStatus[] found = fs.globStatus(pattern);
    return found == null
        ? new FileStatus[0]
        : Arrays.stream(found)
            .filter(f -> isHidden(pattern.getName()) || !isHidden(f.getPath().getName()))
            .toArray(FileStatus[]::new);
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  private static boolean collect(
      FileSystem fs, FileStatus status, CompressionCodecFactory codecs, Map<String, InputFile> to)
      throws IOException {
    if (status.isFile()) {
      String path = status.getPath().toString();
      CompressionCodec codec = codecs.getCodec(status.getPath());
      to.put(
          path, new InputFile(path, status.getLen(), status.getModificationTime(), codec == null));
      return true;
    }
    boolean any = false;
    for (FileStatus child : fs.listStatus(status.getPath())) {
      if (!isHidden(child.getPath().getName())) {
        any |= collect(fs, child, codecs, to);
      }
    }
    return any;
  }
}
