package org.corpuslm.cli.output;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The sections FILES and SEE ALSO of a command's {@code --help}. Its examples are the footer of
 * {@code @Command}, one per line.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Manual {
  /** Files that the command reads or writes: {@code "NAME: description"}. */
  String[] files();

  /** Names of related commands. */
  String[] seeAlso();
}
