package org.corpuslm.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.io.IOUtils;

/** The version of corpuslm, which the build writes into the jar. */
public final class Version {
  private static final String CURRENT = read();

  private Version() {}

  /** Returns the version, such as {@code 0.1.0}; {@code unknown} outside of a build. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    try (InputStream in = Version.class.getResourceAsStream("/org/corpuslm/version")) {
      return in == null ? "unknown" : IOUtils.toString(in, StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
