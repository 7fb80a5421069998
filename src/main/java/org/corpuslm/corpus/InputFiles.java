package org.corpuslm.corpus;

import java.io.IOException;
import java.util.ArrayList;
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
   * are passed over. Each file once, sorted by path.
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
        FileStatus[] matches = fs.globStatus(pattern);
        if (matches == null || matches.length == 0) {
          throw new BadInputException("input " + input + " does not exist, or matches no file");
        }
        boolean any = false;
        for (FileStatus match : matches) {
          any |= collect(fs, match, codecs, files);
        }
        if (!any) {
          throw new BadInputException("input " + input + " holds no file");
        }
      } catch (IOException | IllegalArgumentException e) {
        throw new BadInputException(
            "input %s cannot be read: %s".formatted(input, e.getMessage()), e);
      }
    }
    return new ArrayList<>(files.values());
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
      String name = child.getPath().getName();
      if (!name.startsWith(".") && !name.startsWith("_")) {
        any |= collect(fs, child, codecs, to);
      }
    }
    return any;
  }
}
