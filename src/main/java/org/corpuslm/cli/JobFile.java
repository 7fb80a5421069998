package org.corpuslm.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Storage;

/**
 * A pipeline in one HOCON file: {@code steps} is a list of objects, each with {@code command} and
 * the options of that command under their names on the command line.
 */
final class JobFile {
  private JobFile() {}

  /** Reads the file; {@code settings} (name=value) replace values of the same name in it. */
  static List<List<String>> steps(Configuration conf, String file, Map<String, String> settings) {
    Path path = path(file);
    try (InputStream in = Storage.of(conf, path).open(path)) {
      Config given = ConfigFactory.parseMap(settings, "--set");
      Config parsed =
          ConfigFactory.parseReader(
              new InputStreamReader(in, StandardCharsets.UTF_8),
              com.typesafe.config.ConfigParseOptions.defaults().setOriginDescription(file));
      Config resolved = given.withFallback(parsed).resolve();
      for (String name : settings.keySet()) {
        if (!parsed.hasPathOrNull(name)) {
          throw new BadInputException("--set %s: %s has no such value".formatted(name, file));
        }
      }
      if (!resolved.hasPath("steps")) {
        throw new BadInputException(
            file + ": no steps; write steps = [ { command = prepare, … }, … ]");
      }
      List<List<String>> steps = new ArrayList<>();
      for (ConfigObject step : resolved.getObjectList("steps")) {
        steps.add(arguments(step));
      }
      return steps;
    } catch (ConfigException e) {
      throw new BadInputException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new BadInputException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** A file of this machine, if there is one of that name; else any Hadoop path. */
  private static Path path(String file) {
    java.io.File here = new java.io.File(file);
    return here.isFile() ? new Path(here.toURI()) : new Path(file);
  }

  private static List<String> arguments(ConfigObject step) {
    ConfigValue command = step.get("command");
    if (command == null || command.valueType() != ConfigValueType.STRING) {
      throw new BadInputException(
          step.origin().description() + ": this step has no command, for example command = count");
    }
    List<String> arguments = new ArrayList<>();
    arguments.add((String) command.unwrapped());
    arguments.addAll(options(step.withoutKey("command")));
    return arguments;
  }

  /** The values of an object as options of the command line, sorted by name. */
  static List<String> options(ConfigObject values) {
    List<String> options = new ArrayList<>();
    values.keySet().stream().sorted().forEach(name -> addOption(name, values.get(name), options));
    return options;
  }

  private static void addOption(String name, ConfigValue value, List<String> arguments) {
    switch (value.valueType()) {
      case BOOLEAN -> {
        if ((Boolean) value.unwrapped()) {
          arguments.add("--" + name);
        }
      }
      case LIST -> {
        for (Object element : (List<?>) value.unwrapped()) {
          arguments.add("--" + name + "=" + element);
        }
      }
      case STRING, NUMBER -> arguments.add("--" + name + "=" + value.unwrapped());
      default ->
          throw new BadInputException(
              "%s: %s must be text, a number, true, false or a list"
                  .formatted(value.origin().description(), name));
    }
  }
}
