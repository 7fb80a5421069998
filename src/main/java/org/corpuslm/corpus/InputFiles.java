package org.corpuslm.corpus;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;

/** Finds the files that an input option names: files, directories, globs, pipes. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * The result of a search.
   *
   * @param files the files, each once, sorted by name
   * @param passedOver hidden names (that begin with {@code .} or {@code _}) which were ignored
   *     below directories and by patterns; a directory counts as one
   */
  public record Found(List<InputFile> files, List<String> passedOver) {
    private static final int NAMED = 5;

    /** Returns a sentence about the ignored names for the log; empty if there are none. */
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
   * Finds the files of some inputs. Standard input ({@code -}) and named pipes are copied to a
   * local file first.
   *
   * @param inputs files, directories (read recursively), globs, pipes
   * @throws BadInputException if an input matches nothing, or a file of it cannot be read
   */
  public static Found find(Configuration conf, List<String> inputs) {
    return search(conf, inputs, true);
  }

  /**
   * Finds the files of inputs that will be read again later.
   *
   * @throws BadInputException as {@link #find}, and if an input is a pipe
   */
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
