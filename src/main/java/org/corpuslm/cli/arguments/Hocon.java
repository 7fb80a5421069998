package org.corpuslm.cli.arguments;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.corpuslm.runtime.BadInputException;

/** Reads job files and presets, and turns their values into options of the command line. */
public final class Hocon {
  private Hocon() {}

  /** Opens a file. */
  public interface Source {
    InputStream open() throws IOException;
  }

  /**
   * Reads a file in HOCON, without includes.
   *
   * @param name name of the file in messages
   * @param origin name of the file in messages of the HOCON parser
   * @param instead what to do instead of an {@code include}, for the message
   * @param resolve turns the parsed file into the result; what it throws gets the same messages
   * @throws BadInputException if the file cannot be read, is not HOCON, or includes another file
   */
  public static <T> T read(
      String name, String origin, String instead, Source source, Function<Config, T> resolve) {
    try (InputStream in = source.open()) {
      return resolve.apply(
          ConfigFactory.parseReader(
              new InputStreamReader(in, StandardCharsets.UTF_8),
              ConfigParseOptions.defaults()
                  .setOriginDescription(origin)
                  .setIncluder(new NoIncludes(name, instead))));
    } catch (ConfigException e) {
      throw new BadInputException("%s: %s".formatted(name, e.getMessage()), e);
    } catch (StackOverflowError e) {
      throw new BadInputException(
          name + ": lists and objects are nested too deeply; is a bracket missing?", e);
    } catch (IOException e) {
      throw BadInputException.unreadable(name, e);
    }
  }

  /** Returns the values of an object as options of the command line, sorted by name. */
  public static List<String> options(ConfigObject values) {
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

  /**
   * Refuses {@code include}: it would read files and URLs that do not appear on the command line,
   * and HOCON silently ignores missing ones.
   */
  private record NoIncludes(String file, String instead)
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refused(what);
    }

    private BadInputException refused(Object what) {
      return new BadInputException("%s includes %s; %s".formatted(file, what, instead));
    }
  }
}
