/**
 * One class per command: turns its options into a configuration, runs it, and prints the result.
 * Start with {@code JobCommand}, the base of all commands that write a directory, and {@link
 * org.corpuslm.cli.command.CorpuslmCommand}, which lists all commands. Only {@code cli} depends on
 * this package.
 */
package org.corpuslm.cli.command;
