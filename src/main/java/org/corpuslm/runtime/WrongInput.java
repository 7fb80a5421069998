package org.corpuslm.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Refuses what stands where a directory of a certain kind belongs, and names the way to one. */
final class WrongInput {
  /** A preamble may come before the line that makes a file an ARPA file. */
  private static final int START_BYTES = 1 << 16;

  private WrongInput() {}

  /** A directory of another kind than those that are needed. */
  static BadInputException ofKind(String path, String kind, String... kinds) {
    return new BadInputException(
        "%s is a %s directory, but a %s directory is needed here%s"
            .formatted(path, kind, String.join(" or ", kinds), way(path, kind, List.of(kinds))));
  }

  private static String way(String path, String kind, List<String> kinds) {
    Set<String> ways = new LinkedHashSet<>();
    boolean corpus = kind.equals("corpus");
    for (String needed : kinds) {
      switch (needed) {
        case "corpus" -> ways.add("make one from text with corpuslm prepare --input TEXT");
        case "counts" ->
            ways.add(
                "make one with corpuslm count --corpus %s".formatted(corpus ? path : "CORPUS"));
        case "ngram-model" ->
            ways.add(
                (corpus
                        ? "count it (corpuslm count --corpus %s), then corpuslm estimate --counts"
                            + " COUNTS"
                        : "make one with corpuslm estimate --counts %s")
                    .formatted(corpus || kind.equals("counts") ? path : "COUNTS"));
        case "neural-model" ->
            ways.add(
                "make one with corpuslm train --corpus %s".formatted(corpus ? path : "CORPUS"));
        case "report" -> ways.add("make one with corpuslm perplexity");
        default -> {}
      }
    }
    return ways.isEmpty() ? "" : ": " + String.join("; or ", ways);
  }

  /** A plain file. */
  static BadInputException file(Configuration conf, Path file, String path, List<String> kinds) {
    String is = "%s is a file, but a directory that corpuslm wrote is needed here".formatted(path);
    if (isArpa(conf, file)) {
      return new BadInputException(
          is
              + "; it is an ARPA file: make a model of it with corpuslm import-arpa --arpa %s --output DIR"
                  .formatted(path));
    }
    Set<String> then =
        kinds.stream()
            .map(
                kind ->
                    switch (kind) {
                      case "counts" -> "count";
                      case "ngram-model" -> "count and estimate";
                      case "neural-model" -> "train";
                      default -> "";
                    })
            .filter(commands -> !commands.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new BadInputException(
        is
            + "; if it is text, prepare it first with corpuslm prepare --input %s --output DIR%s"
                .formatted(path, then.isEmpty() ? "" : ", then " + String.join(", or ", then)));
  }

  /** A directory that corpuslm has not written, as far as can be seen. */
  static BadInputException noManifest(String path, Exception cause) {
    return new BadInputException(
        path
            + " has no manifest.json: it was not written by corpuslm, or a part of it is missing;"
            + " make it again, or if it holds text, prepare it first with corpuslm prepare --input "
            + path,
        cause);
  }

  private static boolean isArpa(Configuration conf, Path file) {
    CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(file);
    byte[] start = new byte[START_BYTES];
    try (InputStream raw = Storage.open(conf, file);
        InputStream in = codec == null ? raw : codec.createInputStream(raw)) {
      int n = IOUtils.read(in, start);
      String text = new String(Arrays.copyOf(start, n), StandardCharsets.ISO_8859_1);
      return text.lines().anyMatch(line -> line.strip().equals("\\data\\"));
    } catch (IOException | RuntimeException e) { // whatever it is, it is no directory
      return false;
    }
  }
}
