/**
 * Results for people: text tables, bars, plain-text files, and the layout of {@code --help}. Start
 * with {@link org.corpuslm.cli.output.TextTable}. Used by {@code cli.command}, {@code cli.options}
 * and {@code cli.interactive}; knows neither options nor commands.
 */
package org.corpuslm.cli.output;
