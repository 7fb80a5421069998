package org.corpuslm.runtime;

import java.util.regex.Pattern;

/** Text from files and command lines as it may be shown in a message, a log or on a page. */
public final class Sanitizer {
  /** What moves the cursor or the order of letters: a line could pretend to be another one. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  private static final Pattern PASSWORD = Pattern.compile("(://[^/@\\s:]*):[^/@\\s]*@");

  private Sanitizer() {}

  /** With a dot for every control character, newlines too. */
  public static String line(String text) {
    return CONTROL.matcher(text).replaceAll("·");
  }

  /** The same line by line; without the passwords of addresses. */
  public static String message(String text) {
    return withoutPasswords(text)
        .lines()
        .map(Sanitizer::line)
        .reduce((a, b) -> a + System.lineSeparator() + b)
        .orElse("");
  }

  /** With stars for the password of {@code scheme://user:password@host}. */
  public static String withoutPasswords(String text) {
    return PASSWORD.matcher(text).replaceAll("$1:***@");
  }
}
