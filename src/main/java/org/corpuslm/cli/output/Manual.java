package org.corpuslm.cli.output;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a command's manual page says beside its description and options. The examples are the footer
 * of its {@code @Command}, one a line.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Manual {
  /** Files that it reads or writes, and what they are: {@code "NAME: what it is"}. */
  String[] files();

  /** Other commands, by name. */
  String[] seeAlso();
}
