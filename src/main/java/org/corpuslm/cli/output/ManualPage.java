package org.corpuslm.cli.output;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lays out {@code --help} of every command as a manual page. Picocli generates manual pages as
 * AsciiDoc at build time; this is the same page in the terminal.
 */
public final class ManualPage {
  private static final int INDENT = 2;
  private static final Map<String, String> EXIT_CODES = exitCodes();

  private ManualPage() {}

  /** Lays out a command and its subcommands. */
  public static void apply(CommandLine line) {
    Map<String, Function<Help, String>> sections = new LinkedHashMap<>();
    sections.put("NAME", ManualPage::name);
    sections.put("SYNOPSIS", ManualPage::synopsis);
    sections.put("DESCRIPTION", ManualPage::description);
    sections.put("ARGUMENTS", Help::parameterList);
    sections.put("OPTIONS", Help::optionList);
    sections.put("COMMANDS", Help::commandList);
    sections.put("EXIT STATUS", ManualPage::exitStatus);
    sections.put("EXAMPLES", ManualPage::examples);
    sections.put("FILES", ManualPage::files);
    sections.put("SEE ALSO", ManualPage::seeAlso);
    Map<String, CommandLine.IHelpSectionRenderer> renderers = new LinkedHashMap<>();
    sections.forEach((title, content) -> renderers.put(title, h -> section(h, title, content)));
    line.setHelpSectionMap(renderers);
    line.setHelpSectionKeys(List.copyOf(sections.keySet()));
  }

  /** Returns the exit codes of commands that do not describe their own. */
  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "Success.");
    codes.put("1", "Failure.");
    codes.put("2", "Wrong usage or bad input; the message names the cause and the fix.");
    return codes;
  }

  private static String section(Help help, String title, Function<Help, String> content) {
    String text = content.apply(help);
    if (text.isBlank()) {
      return "";
    }
    String gap = title.equals("NAME") ? "" : "\n";
    return gap + help.ansi().string("@|bold " + title + "|@") + "\n" + text;
  }

  private static String name(Help help) {
    CommandSpec spec = help.commandSpec();
    String header = String.join(" ", spec.usageMessage().header());
    return paragraphs(help, spec.qualifiedName() + " - " + header);
  }

  private static String synopsis(Help help) {
    Help plain = new Help(help.commandSpec(), Help.defaultColorScheme(Help.Ansi.OFF));
    return paragraphs(help, plain.synopsis(0).strip().replaceAll("\\s+", " "));
  }

  private static String description(Help help) {
    UsageMessageSpec usage = help.commandSpec().usageMessage();
    String[] own = usage.description();
    return paragraphs(help, own.length > 0 ? own : usage.header());
  }

  private static String exitStatus(Help help) {
    Map<String, String> own = help.commandSpec().usageMessage().exitCodeList();
    return help.createTextTable(own.isEmpty() ? EXIT_CODES : own).toString();
  }

  /** Returns the examples unwrapped, so that they can be copied. */
  private static String examples(Help help) {
    return Arrays.stream(help.commandSpec().usageMessage().footer())
        .map(line -> " ".repeat(INDENT) + line + "\n")
        .collect(Collectors.joining());
  }

  private static String files(Help help) {
    Manual manual = manual(help);
    if (manual == null) {
      return "";
    }
    Map<String, String> files = new LinkedHashMap<>();
    for (String file : manual.files()) {
      int colon = file.indexOf(": ");
      files.put(file.substring(0, colon), file.substring(colon + 2));
    }
    return help.createTextTable(files).toString();
  }

  private static String seeAlso(Help help) {
    Manual manual = manual(help);
    CommandSpec root = help.commandSpec().root();
    String prefix = root.name() + " ";
    return manual == null
        ? ""
        : paragraphs(help, prefix + String.join(", " + prefix, manual.seeAlso()));
  }

  /** Returns the files and references of a command; null for picocli's own command {@code help}. */
  static Manual manual(Help help) {
    return help.commandSpec().userObject().getClass().getAnnotation(Manual.class);
  }

  /** Wraps and indents paragraphs. */
  private static String paragraphs(Help help, String... texts) {
    int width = help.commandSpec().usageMessage().width() - INDENT;
    StringBuilder wrapped = Help.join(help.ansi(), width, true, texts, new StringBuilder());
    return wrapped
        .toString()
        .replaceAll("^\\s*\n", "")
        .stripTrailing()
        .lines()
        .map(line -> line.isBlank() ? "\n" : " ".repeat(INDENT) + line + "\n")
        .collect(Collectors.joining());
  }
}
