package org.corpuslm.cli.command;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.command.ResultCommand.Result;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.ngram.kenlm.BinaryFile;
import org.corpuslm.ngram.kenlm.BinaryModel;
import org.corpuslm.runtime.Json;

/** What {@code inspect} shows of a binary file of KenLM. */
final class InspectBinary {
  private InspectBinary() {}

  /**
   * Inspects a file; its n-grams are read only to verify them.
   *
   * @throws org.corpuslm.runtime.BadInputException if it is damaged
   */
  static Result of(Configuration conf, String path, boolean verify) {
    BinaryFile file = BinaryFile.open(conf, path);
    if (verify) {
      file.verify();
    }
    BinaryFile.Info info = file.info();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", file.path());
    json.put("kind", BinaryModel.KIND);
    json.put("verified", verify);
    json.putAll(Json.MAPPER.convertValue(info, new TypeReference<Map<String, Object>>() {}));
    return new Result(json, text(file.path(), info, verify));
  }

  private static String text(String path, BinaryFile.Info info, boolean verify) {
    StringBuilder text = new StringBuilder();
    text.append("%s: %s\n".formatted(path, BinaryModel.KIND));
    text.append("%s, order %d\n".formatted(info.type(), info.order()));
    info.settings().forEach((name, value) -> text.append("%s %s\n".formatted(name, value)));
    text.append(
        info.hasWords()
            ? "words: in the file\n"
            : "words: only hashes; text can be scored, but words cannot be listed\n");
    text.append(
        "%,d bytes%s\n".formatted(info.bytes(), verify ? ", n-grams and words fit together" : ""));
    text.append(
        "in memory: %,d bytes mapped, shared by all processes; about %,d bytes of heap\n\n"
            .formatted(info.mappedBytes(), info.heapBytes()));
    TextTable table = new TextTable("order", "n-grams");
    long sum = 0;
    for (int k = 1; k <= info.order(); k++) {
      long ngrams = info.ngrams().get(k - 1);
      sum += ngrams;
      table.row(Integer.toString(k), "%,d".formatted(ngrams));
    }
    table.row("all", "%,d".formatted(sum));
    text.append(table);
    text.append(
        "\n%.1f bytes per n-gram\n".formatted(info.mappedBytes() / (double) Math.max(1, sum)));
    return text.toString();
  }
}
