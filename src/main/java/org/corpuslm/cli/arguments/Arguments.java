package org.corpuslm.cli.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.corpuslm.runtime.Sanitizer;
import picocli.CommandLine;

/**
 * Finds arguments that were decoded incorrectly. Spark's launcher and this JVM decode arguments
 * with the encoding of their locale, so without a UTF-8 locale all characters outside ASCII are
 * damaged.
 */
public final class Arguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  /** Argument of every JVM whose command line Spark's launcher made. */
  private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";

  private Arguments() {}

  /**
   * Returns whether all arguments were decoded correctly; prints an error for the first one that
   * was not.
   */
  public static boolean areWhole(CommandLine line, String... args) {
    boolean utf8 = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    String broken = firstBroken(raw(), utf8, args);
    if (broken == null) {
      return true;
    }
    String shown = Sanitizer.message(broken);
    line.getErr()
        .println(
            utf8
                ? "corpuslm: the argument '%s' is not UTF-8; type it in a UTF-8 terminal, or convert the script that contains it"
                    .formatted(shown)
                : "corpuslm: the argument '%s' %s: this JVM reads arguments as %s, not as UTF-8; set LC_ALL=C.UTF-8 in the environment that starts it (scripts/corpuslm does)"
                    .formatted(
                        shown,
                        isAscii(broken)
                            ? "may have arrived broken (a ? may stand for a lost character)"
                            : "arrived broken",
                        System.getProperty("sun.jnu.encoding")));
    return false;
  }

  /**
   * Returns the first argument that was decoded incorrectly, or null.
   *
   * @param raw arguments of the process, one character per byte; empty if they are unknown
   * @param utf8 whether this JVM decodes arguments as UTF-8
   */
  static String firstBroken(Set<String> raw, boolean utf8, String... args) {
    return Arrays.stream(args).filter(arg -> isBroken(raw, utf8, arg)).findFirst().orElse(null);
  }

  private static boolean isBroken(Set<String> raw, boolean utf8, String arg) {
    boolean passedOn = raw.isEmpty() || raw.contains(SUBMIT);
    // A launcher without a UTF-8 locale writes one ? for each byte that it could not read.
    boolean suspect = (!utf8 && passedOn && arg.indexOf('?') >= 0) || arg.indexOf('\ufffd') >= 0;
    if (raw.isEmpty() || isAscii(arg)) {
      return suspect;
    }
    byte[] bytes = arg.getBytes(StandardCharsets.UTF_8);
    return !raw.contains(new String(bytes, StandardCharsets.ISO_8859_1)) && (suspect || !utf8);
  }

  private static boolean isAscii(String arg) {
    return arg.chars().allMatch(c -> c < 0x80);
  }

  private static Set<String> raw() {
    try {
      String all = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
      return new HashSet<>(Arrays.asList(all.split("\0")));
    } catch (IOException e) {
      return Set.of(); // not Linux
    }
  }
}
