/**
 * The program: starts a command and turns errors into messages and exit codes. Start with {@link
 * org.corpuslm.cli.Main}. Nothing depends on this package.
 */
package org.corpuslm.cli;
