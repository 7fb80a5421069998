/**
 * Groups of options: those that several commands share, and those of {@code train} and {@code
 * perplexity} that are long. Only {@code cli.command} depends on this package.
 */
package org.corpuslm.cli.options;
