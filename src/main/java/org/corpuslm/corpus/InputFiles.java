package org.corpuslm.corpus;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;

/** Finds the files that input options mean. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * The files of some inputs.
   *
   * @param files each once, sorted by path
   * @param passedOver names below directories, or matched by patterns, that begin with {@code .} or
   *     {@code _}; a directory counts as one
   */
  public record Found(List<InputFile> files, List<String> passedOver) {
    private static final int NAMED = 5;

    /** Returns what was passed over, for a log; empty if nothing was. */
    public String passedOverText() {
      int n = passedOver.size();
      if (n == 0) {
        return "";
      }
      return "%,d %s with . or _ passed over: %s%s"
          .formatted(
              n,
              n == 1 ? "name that begins" : "names that begin",
              String.join(", ", passedOver.subList(0, Math.min(NAMED, n))),
              n > NAMED ? ", …" : "");
    }
  }

  /**
   * Returns the files that files, directories (with all below) and globs mean. Standard input
   * ({@code -}) and pipes are copied to a local file first ({@link PipedInput}).
   *
   * @throws BadInputException if one of the inputs matches nothing, or means files that cannot be
   *     read
   */
  public static Found find(Configuration conf, List<String> inputs) {
    return search(conf, inputs, true);
  }

  /** Does the same for inputs that are read again later: pipes are refused. */
  public static Found findFiles(Configuration conf, List<String> inputs) {
    return search(conf, inputs, false);
  }

  /** Returns the files of {@link #findFiles}. */
  public static List<InputFile> resolve(Configuration conf, List<String> inputs) {
    return findFiles(conf, inputs).files();
  }

  private static Found search(Configuration conf, List<String> inputs, boolean pipes) {
    InputSearch search = new InputSearch(conf, pipes);
    for (String input : inputs) {
      try {
        search.add(input);
      } catch (IOException | IllegalArgumentException e) {
        throw BadInputException.unreadable("input " + input, e);
      }
    }
    return search.found();
  }
}
