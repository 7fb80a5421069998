package org.corpuslm.runtime;

/**
 * The user's mistake: wrong usage or bad input (exit code 2). The message names the file, the line
 * where there is one, the cause and the fix; no stack trace is shown for it.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadInputException(String message) {
    super(message);
  }

  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The bad-input error at the root of {@code error}, or null if it has another cause. */
  public static BadInputException in(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof BadInputException bad) {
        return bad;
      }
    }
    return null;
  }
}
