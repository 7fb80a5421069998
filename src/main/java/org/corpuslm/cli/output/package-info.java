/**
 * Results for people: text tables, bars, plain-text files, and the layout of {@code --help}. Start
 * with {@link org.corpuslm.cli.output.TextTable}. {@code cli.command} and {@code cli.interactive}
 * depend on this package; it knows neither options nor commands.
 */
package org.corpuslm.cli.output;
