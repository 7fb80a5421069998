package org.corpuslm.cli.arguments;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Storage;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Presets: {@code --preset NAME} names a file that comes with corpuslm; a name with a slash or a
 * dot is a file of the user. The values of the file become options, except those that the command
 * line gives too.
 */
public final class Presets {
  /** Name of the option that reads a preset. */
  public static final String OPTION = "--preset";

  private static final Set<String> PATHS = Set.of("corpus", "output", "preset", "overwrite");

  private Presets() {}

  /** Returns the arguments with the options of the preset that they name, if any. */
  public static String[] expand(CommandLine line, String... arguments) {
    String preset = value(arguments);
    CommandLine command = arguments.length == 0 ? null : line.getSubcommands().get(arguments[0]);
    if (preset == null || command == null) {
      return arguments;
    }
    List<String> expanded = new ArrayList<>(List.of(arguments[0]));
    Config config = read(preset);
    List<String> options = new ArrayList<>(Hocon.options(config.root()));
    options.add(0, arguments[0]);
    String[] current = RenamedOptions.current(line.getErr(), options.toArray(new String[0]));
    for (String option : List.of(current).subList(1, current.length)) {
      String name = option.split("=", 2)[0];
      check(command.getCommandSpec(), preset, name);
      if (!isGiven(command.getCommandSpec().findOption(name), arguments)) {
        expanded.add(option);
      }
    }
    expanded.addAll(List.of(arguments).subList(1, arguments.length));
    return expanded.toArray(new String[0]);
  }

  private static String value(String... arguments) {
    for (int i = 1; i < arguments.length; i++) {
      if (arguments[i].startsWith(OPTION + "=")) {
        return arguments[i].substring(OPTION.length() + 1);
      }
      if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
        return arguments[i + 1];
      }
    }
    return null;
  }

  /** Returns whether the command line gives an option, under any of its names. */
  private static boolean isGiven(OptionSpec option, String... arguments) {
    List<String> names = new ArrayList<>(List.of(option.names()));
    if (option.negatable()) {
      names.add(option.longestName().replaceFirst("^--", "--no-"));
    }
    for (String argument : arguments) {
      if (names.contains(argument.split("=", 2)[0])) {
        return true;
      }
    }
    return false;
  }

  private static void check(CommandSpec command, String preset, String name) {
    if (command.findOption(name) == null || PATHS.contains(name.substring(2))) {
      String known =
          command.options().stream()
              .map(o -> o.longestName().substring(2))
              .filter(o -> !PATHS.contains(o) && !o.equals("help") && !o.equals("json"))
              .sorted()
              .collect(Collectors.joining(", "));
      throw new BadInputException(
          "preset %s: %s is not a setting of %s; settings are: %s"
              .formatted(preset, name.substring(2), command.name(), known));
    }
  }

  private static Config read(String preset) {
    return Hocon.read(
        "preset " + preset,
        preset,
        "a preset stands alone: put the values here, or give them as options",
        () -> open(preset),
        Config::resolve);
  }

  private static InputStream open(String preset) throws IOException {
    if (preset.contains("/") || preset.contains(".")) {
      Configuration conf = Cluster.hadoopOnly();
      Path path = Storage.qualified(conf, preset);
      return Storage.open(conf, path);
    }
    InputStream in = Presets.class.getResourceAsStream("/presets/" + preset + ".conf");
    if (in == null) {
      throw new BadInputException(
          "there is no preset %s; see corpuslm train --help, or give a file (./%s.conf)"
              .formatted(preset, preset));
    }
    return in;
  }
}
