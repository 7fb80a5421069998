/**
 * Interactive next words and generation, on a terminal or line by line. Start with {@link
 * org.corpuslm.cli.interactive.InteractiveSession}. Only {@code cli.command} depends on this
 * package.
 */
package org.corpuslm.cli.interactive;
