package org.corpuslm.runtime;

import java.util.regex.Pattern;

/** Makes text from files and command lines safe to show in messages, logs and pages. */
public final class Sanitizer {
  /**
   * Characters that move the cursor or reorder letters, with which a line could pretend to be
   * another one.
   */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  private static final Pattern PASSWORD = Pattern.compile("(://[^/@\\s:]*):[^/@\\s]*@");

  private Sanitizer() {}

  /** Returns the text with a dot in place of every control character, including newlines. */
  public static String line(String text) {
    return CONTROL.matcher(text).replaceAll("·");
  }

  /**
   * Returns the text with control characters of each line replaced, and without passwords in URLs.
   */
  public static String message(String text) {
    return withoutPasswords(text)
        .lines()
        .map(Sanitizer::line)
        .reduce((a, b) -> a + System.lineSeparator() + b)
        .orElse("");
  }

  /**
   * Returns the text with stars in place of the password in {@code scheme://user:password@host}.
   */
  public static String withoutPasswords(String text) {
    return PASSWORD.matcher(text).replaceAll("$1:***@");
  }
}
