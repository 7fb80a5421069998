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

  /** Something that could not be read, for a reason that the system gave. */
  public static BadInputException unreadable(Object what, Throwable e) {
    return new BadInputException("%s cannot be read: %s".formatted(what, e.getMessage()), e);
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
