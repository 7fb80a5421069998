package org.corpuslm.cli.command;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.ngram.arpa.ArpaExport;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.InputGuard;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code export-arpa}. */
@Command(
    name = "export-arpa",
    header = "Writes an n-gram model as an ARPA file for other tools.",
    footer = {"corpuslm export-arpa --model kn5 --output kn5.arpa.gz"},
    sortOptions = false)
@Manual(
    files = {"FILE: text, with n-grams sorted by their words and base-10 logarithms"},
    seeAlso = {"import-arpa", "estimate"})
final class ExportArpaCommand extends ResultCommand {

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "An n-gram model.")
  private String model;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description =
          "The ARPA file, compressed if its name ends in .gz; or - for standard output (with a"
              + " local master).")
  private String output;

  @Option(names = "--overwrite", description = "Replace an existing file.")
  private boolean overwrite;

  @Override
  boolean needsSpark() {
    return true;
  }

  @Override
  Result runOn(Cluster cluster) {
    Published directory = Published.open(cluster.hadoop(), model, NgramModel.KIND);
    NgramModel opened = NgramModel.open(cluster.hadoop(), directory, 0);
    ArpaExport export = new ArpaExport(cluster, opened);
    if (output.equals("-")) {
      return toStandardOutput(cluster, export);
    }
    InputGuard.check(cluster.hadoop(), output, List.of(model));
    try (OutputDirectory target = OutputDirectory.createFile(cluster.hadoop(), output, overwrite)) {
      ArpaExport.Written written = export.run(target, isGzip(output));
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("path", written.path());
      json.put("ngrams", written.ngrams());
      json.put("bytes", written.bytes());
      String text =
          "%s: n-grams %s, %,d bytes\n"
              .formatted(written.path(), written.ngrams(), written.bytes());
      return new Result(json, text);
    }
  }

  private static boolean isGzip(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  /**
   * Exports to a temporary local file, because tasks write the parts of the file, and copies it.
   */
  private Result toStandardOutput(Cluster cluster, ArpaExport export) {
    if (!cluster.isLocal()) {
      throw new BadInputException(
          "--output - needs a local master: executors elsewhere cannot write to this machine; give"
              + " a file on a shared file system");
    }
    try {
      Path directory = Files.createTempDirectory("corpuslm-arpa-");
      Path file = directory.resolve("model.arpa");
      try (OutputDirectory target =
          OutputDirectory.createFile(cluster.hadoop(), file.toUri().toString(), false)) {
        export.run(target, false);
        try (Reader arpa = Files.newBufferedReader(file)) {
          return stream(arpa);
        }
      } finally {
        FileUtils.deleteDirectory(directory.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
