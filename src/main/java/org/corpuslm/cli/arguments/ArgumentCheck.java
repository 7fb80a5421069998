package org.corpuslm.cli.arguments;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Refuses arguments that picocli accepts but drops or misreads: an option that is given twice (in
 * an option group, the second one resets the whole group), a mistyped option in place of a value
 * (picocli reads it as the value), and an option of a command before the command. A value that
 * looks like an option must be attached: {@code --output=--name}.
 */
public final class ArgumentCheck {
  private static final Pattern LONG_OPTION =
      Pattern.compile("--\\p{L}[\\w-]*(=.*)?", Pattern.DOTALL);

  private final CommandLine command;
  private final Map<String, OptionSpec> options;
  private final String[] arguments;
  private final Set<Object> seen = new HashSet<>();
  private int next;

  private ArgumentCheck(CommandLine command, String[] arguments, int next) {
    this.command = command;
    this.options = new HashMap<>(command.getCommandSpec().negatedOptionsMap());
    this.options.putAll(command.getCommandSpec().optionsMap());
    this.arguments = arguments;
    this.next = next;
  }

  /**
   * Returns the arguments that picocli parses: with the current names of options, checked, and with
   * the values of a preset.
   *
   * @throws ParameterException for arguments that picocli would drop or misread
   */
  public static String[] prepare(CommandLine line, String... args) {
    String[] current = RenamedOptions.current(line.getErr(), args);
    checkCommand(line, current);
    check(line, current);
    return Presets.expand(line, current);
  }

  /** Refuses an unknown command, for which {@code --help} would print the help of the program. */
  private static void checkCommand(CommandLine line, String... args) {
    boolean named = args.length > 0 && !args[0].startsWith("-");
    if (named && !line.getSubcommands().containsKey(args[0])) {
      throw new CommandLine.UnmatchedArgumentException(line, List.of(args[0]));
    }
  }

  /**
   * Checks a command line.
   *
   * @throws ParameterException if an argument would be dropped or misread
   */
  private static void check(CommandLine root, String... arguments) {
    int name = 0;
    while (name < arguments.length && arguments[name].startsWith("-")) {
      name++;
    }
    CommandLine command =
        name == arguments.length ? null : root.getSubcommands().get(arguments[name]);
    for (int i = 0; i < name; i++) {
      checkBeforeCommand(root, command, arguments[i]);
    }
    if (command != null) {
      new ArgumentCheck(command, arguments, name + 1).check();
    }
  }

  private static void checkBeforeCommand(CommandLine root, CommandLine command, String argument) {
    String option = argument.split("=", 2)[0];
    CommandSpec spec = root.getCommandSpec();
    if (spec.optionsMap().containsKey(option)) {
      return;
    }
    boolean known =
        command != null
            ? command.getCommandSpec().optionsMap().containsKey(option)
            : root.getSubcommands().values().stream()
                .anyMatch(c -> c.getCommandSpec().optionsMap().containsKey(option));
    if (known) {
      String name = command == null ? spec.name() + " COMMAND" : qualified(command);
      throw new ParameterException(
          root, "option '%s' must follow the command: %s %s".formatted(option, name, argument));
    }
  }

  private static String qualified(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  private void check() {
    while (next < arguments.length && !arguments[next].equals("--")) {
      String argument = arguments[next++];
      OptionSpec option = find(argument);
      if (option != null) {
        if (!option.usageHelp() && !option.versionHelp() && !option.isMultiValue()) {
          checkFirst(option, option.longestName());
        }
        values(option, argument);
      }
    }
  }

  private OptionSpec find(String argument) {
    OptionSpec exact = options.get(argument.split("=", 2)[0]);
    boolean isShort = argument.length() > 2 && argument.charAt(1) != '-';
    return exact == null && isShort ? options.get(argument.substring(0, 2)) : exact;
  }

  /** Skips the values of an option. */
  private void values(OptionSpec option, String argument) {
    boolean list = option.arity().max() > 1;
    int count = options.containsKey(argument) ? 0 : 1; // an attached value, --name=value
    if (count == 1) {
      checkValue(option, argument.substring(argument.indexOf('=') + 1));
    }
    for (; count < option.arity().max() && next < arguments.length; count++) {
      String value = arguments[next];
      if (find(value) != null || value.equals("--")) {
        return;
      }
      boolean isOption = list ? value.matches("(?s)-.+") : LONG_OPTION.matcher(value).matches();
      if (isOption) {
        throw new CommandLine.UnmatchedArgumentException(command, List.of(value));
      }
      checkValue(option, value);
      next++;
    }
  }

  private void checkValue(OptionSpec option, String value) {
    if (option.typeInfo().isMap()) {
      checkFirst(option, option.longestName() + " " + value.split("=", 2)[0] + "=");
    }
  }

  private void checkFirst(OptionSpec option, String name) {
    if (!seen.add(option.typeInfo().isMap() ? name : option)) {
      throw new CommandLine.OverwrittenOptionException(
          command, option, "option '%s' is given more than once; give it once".formatted(name));
    }
  }
}
