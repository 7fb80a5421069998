/**
 * Arguments before picocli parses them: checks, old names of options, presets, and values of HOCON
 * files as options. Start with {@link org.corpuslm.cli.arguments.ArgumentCheck#prepare}. Used by
 * {@code cli} and {@code cli.pipeline}; knows no command.
 */
package org.corpuslm.cli.arguments;
