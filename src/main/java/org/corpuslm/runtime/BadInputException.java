package org.corpuslm.runtime;

/**
 * Reports wrong usage or bad input (exit code 2). The message names the file, the line if there is
 * one, the cause and the fix. It is shown without a stack trace.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Makes an exception with a message for the user. */
  public BadInputException(String message) {
    super(message);
  }

  /** Makes an exception with a message for the user and a cause for the log. */
  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns an exception for something that cannot be read.
   *
   * @param what the file or directory
   * @param e has the reason as its message
   */
  public static BadInputException unreadable(Object what, Throwable e) {
    return new BadInputException("%s cannot be read: %s".formatted(what, e.getMessage()), e);
  }

  /** Returns the bad-input error among an error and its causes; null if there is none. */
  public static BadInputException in(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof BadInputException bad) {
        return bad;
      }
    }
    return null;
  }
}
