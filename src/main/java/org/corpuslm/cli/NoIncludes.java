package org.corpuslm.cli;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import org.corpuslm.runtime.BadInputException;

/**
 * Refuses {@code include} in job files and presets: it would read files and web addresses that
 * nobody sees on the command line, and HOCON passes over those that are missing without a word.
 *
 * @param file where it stands, for the message
 * @param fix what to do instead
 */
record NoIncludes(String file, String fix)
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
    return new BadInputException("%s includes %s; %s".formatted(file, what, fix));
  }
}
