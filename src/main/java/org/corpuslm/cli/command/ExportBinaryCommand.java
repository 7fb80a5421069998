package org.corpuslm.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.ngram.kenlm.ProbingExport;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.InputGuard;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code export-binary}. */
@Command(
    name = "export-binary",
    header = "Writes an n-gram model as a binary file for KenLM.",
    description = {
      "The file has the format of build_binary probing, with the words in it. Values are rounded to"
          + " single precision. Runs in one process; the local disk must have room for the file."
    },
    footer = {"corpuslm export-binary --model kn5 --output kn5.bin"},
    sortOptions = false)
@Manual(
    files = {"FILE: probing hash tables, format 5; KenLM and --model read it"},
    seeAlso = {"export-arpa", "inspect"})
final class ExportBinaryCommand extends ResultCommand {

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "An n-gram model.")
  private String model;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The binary file.")
  private String output;

  @Option(
      names = "--probing-multiplier",
      defaultValue = "1.5",
      paramLabel = "X",
      description =
          "Size of the hash tables: buckets per n-gram, more than 1. Less takes less memory, more is"
              + " faster. It grows if n-grams that have to be added need room. Default: ${DEFAULT-VALUE}")
  private double multiplier;

  @Option(names = "--overwrite", description = "Replace an existing file.")
  private boolean overwrite;

  @Override
  Result run(Configuration conf) {
    Published directory = Published.open(conf, model, NgramModel.KIND);
    NgramModel opened = NgramModel.open(conf, directory, Runtime.getRuntime().maxMemory() / 2);
    ProbingExport export = new ProbingExport(conf, opened, multiplier);
    InputGuard.check(conf, output, List.of(model));
    try (OutputDirectory target = OutputDirectory.createFile(conf, output, overwrite)) {
      ProbingExport.Written written = export.run(target);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("path", written.path());
      json.put("ngrams", written.ngrams());
      json.put("added", written.added());
      json.put("probingMultiplier", written.multiplier());
      json.put("bytes", written.bytes());
      String added =
          written.added() == 0
              ? ""
              : " (%,d added that longer ones end with)".formatted(written.added());
      return new Result(
          json,
          "%s: n-grams %s%s, %,d bytes\n"
              .formatted(written.path(), written.ngrams(), added, written.bytes()));
    }
  }
}
