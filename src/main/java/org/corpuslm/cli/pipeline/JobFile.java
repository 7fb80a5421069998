package org.corpuslm.cli.pipeline;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.cli.arguments.Hocon;
import org.corpuslm.release.ReleaseConfig;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Storage;
import org.corpuslm.runtime.Version;

/**
 * A pipeline in one HOCON file. {@code steps} is a list of objects with {@code command} and the
 * options of that command. With a block {@code release}, the pipeline makes versions of models; its
 * steps may then refer to {@code release.…}, and be restricted to the first or to later versions by
 * {@code when = first} and {@code when = next}.
 */
public final class JobFile {
  private static final String RELEASE = "release";
  private static final String WHEN = "when";

  private final String name;
  private final Config content;

  private JobFile(String name, Config content) {
    this.name = name;
    this.content = content;
  }

  /**
   * Reads a job file.
   *
   * @param settings values that replace those of the same name in the file
   * @throws BadInputException if the file is unreadable or not HOCON, or has no such value
   */
  public static JobFile read(Configuration conf, String file, Map<String, String> settings) {
    Path path = path(conf, file);
    return Hocon.read(
        file,
        file,
        "a job file stands alone: put the values here, or give them with --set",
        () -> Storage.open(conf, path),
        parsed -> new JobFile(file, with(settings, parsed, file)));
  }

  private static Config with(Map<String, String> settings, Config parsed, String file) {
    Config known = parsed.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
    Config given = ConfigFactory.parseMap(settings, "--set");
    for (String name : settings.keySet()) {
      if (!known.hasPathOrNull(name)) {
        throw new BadInputException("--set %s: %s has no such value".formatted(name, file));
      }
    }
    return given.withFallback(parsed);
  }

  /** Returns a local file of that name if there is one, otherwise a Hadoop path. */
  private static Path path(Configuration conf, String file) {
    File here = new File(file);
    return here.isFile() ? new Path(here.toURI()) : Storage.qualified(conf, file);
  }

  /**
   * Returns a hash of everything except the text that determines the result: the steps and the
   * version of corpuslm.
   */
  String fingerprint() {
    Map<String, Object> same =
        Map.of(
            "release.version", "",
            "release.dir", "",
            "release.new", List.of(),
            "release.all", List.of(),
            "release.previous", "");
    return DigestUtils.sha256Hex(
        Version.current() + "\n" + steps(same, "first") + "\n" + steps(same, "next"));
  }

  /** Returns the block {@code release}, or null if there is none. */
  public ReleaseConfig release() {
    try {
      Config known = content.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
      if (!known.hasPath(RELEASE)) {
        return null;
      }
      Config block = known.getConfig(RELEASE);
      return new ReleaseConfig(
          block.getString("root"),
          block.getStringList("parts"),
          block.getStringList("held-out"),
          block.getString("report"),
          block.getString("model"),
          block.hasPath("margin") ? block.getDouble("margin") : 0.01,
          block.hasPath("keep") ? block.getInt("keep") : 5);
    } catch (ConfigException e) {
      throw new BadInputException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /**
   * Returns the steps as command lines.
   *
   * @param derived further values that steps may refer to
   * @param when selects steps with {@code when}; empty = no step may have it
   */
  public List<List<String>> steps(Map<String, Object> derived, String when) {
    try {
      Config resolved = ConfigFactory.parseMap(derived, name).withFallback(content).resolve();
      if (!resolved.hasPath("steps")) {
        throw new BadInputException(
            name + ": no steps; write steps = [ { command = prepare, … }, … ]");
      }
      List<List<String>> steps = new ArrayList<>();
      for (ConfigObject step : resolved.getObjectList("steps")) {
        if (isMeant(step, when)) {
          steps.add(arguments(step.withoutKey(WHEN)));
        }
      }
      return steps;
    } catch (ConfigException e) {
      throw new BadInputException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static boolean isMeant(ConfigObject step, String when) {
    ConfigValue wanted = step.get(WHEN);
    if (wanted == null) {
      return true;
    }
    if (when.isEmpty() || !List.of("first", "next").contains(wanted.unwrapped())) {
      throw new BadInputException(
          "%s: when is first or next, and only in a file with a release block"
              .formatted(wanted.origin().description()));
    }
    return wanted.unwrapped().equals(when);
  }

  private static List<String> arguments(ConfigObject step) {
    ConfigValue command = step.get("command");
    if (command == null || command.valueType() != ConfigValueType.STRING) {
      throw new BadInputException(
          step.origin().description() + ": this step has no command, for example command = count");
    }
    List<String> arguments = new ArrayList<>();
    arguments.add((String) command.unwrapped());
    arguments.addAll(Hocon.options(step.withoutKey("command")));
    return arguments;
  }
}
