package org.corpuslm.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Makes the errors for a path that is not a directory of the needed kind. Their messages name the
 * command that makes one.
 */
final class WrongInput {
  /**
   * Bytes of a file that are searched for the line that marks an ARPA file, which may follow a
   * preamble.
   */
  private static final int START_BYTES = 1 << 16;

  private WrongInput() {}

  /**
   * Returns the error for a directory of another kind.
   *
   * @param kinds the accepted kinds
   */
  static BadInputException ofKind(String path, String kind, String... kinds) {
    String advice =
        Recipe.of(List.of(kinds))
            .map(recipe -> recipe.advice.apply(kind, path))
            .collect(Collectors.joining("; or "));
    return new BadInputException(
        "%s is a %s directory, but a %s directory is needed here%s"
            .formatted(
                path, kind, String.join(" or ", kinds), advice.isEmpty() ? "" : ": " + advice));
  }

  /** The commands that make a directory of each kind. */
  private enum Recipe {
    CORPUS("corpus", "", (kind, path) -> "make one from text with corpuslm prepare --input TEXT"),
    COUNTS(
        "counts",
        "count",
        (kind, path) ->
            "make one with corpuslm count --corpus "
                + (kind.equals(CORPUS.kind) ? path : "CORPUS")),
    NGRAM_MODEL(
        "ngram-model",
        "count and estimate",
        (kind, path) ->
            kind.equals("packed-ngram-model")
                ? "give the model that it was packed from, which corpuslm inspect %s names"
                    .formatted(path)
                : kind.equals(CORPUS.kind)
                    ? "count it (corpuslm count --corpus %s), then corpuslm estimate --counts COUNTS"
                        .formatted(path)
                    : "make one with corpuslm estimate --counts "
                        + (kind.equals(COUNTS.kind) ? path : "COUNTS")),
    NEURAL_MODEL(
        "neural-model",
        "train",
        (kind, path) ->
            "make one with corpuslm train --corpus "
                + (kind.equals(CORPUS.kind) ? path : "CORPUS")),
    LABELER(
        "labeler",
        "estimate-labels",
        (kind, path) ->
            "make one with corpuslm estimate-labels --corpus "
                + (kind.equals(CORPUS.kind) ? path : "CORPUS")),
    REPORT("report", "", (kind, path) -> "make one with corpuslm perplexity");

    private final String kind;
    private final String afterPrepare;
    private final BinaryOperator<String> advice;

    /**
     * Describes a kind.
     *
     * @param kind the kind, as in manifests
     * @param afterPrepare commands that follow {@code prepare}; empty = none
     * @param advice what to do, for the kind and the path of the directory that was given
     */
    Recipe(String kind, String afterPrepare, BinaryOperator<String> advice) {
      this.kind = kind;
      this.afterPrepare = afterPrepare;
      this.advice = advice;
    }

    /** Returns the recipes of some kinds, in the order of the kinds; mixtures have none. */
    static Stream<Recipe> of(List<String> kinds) {
      return kinds.stream()
          .flatMap(kind -> Arrays.stream(values()).filter(recipe -> recipe.kind.equals(kind)));
    }
  }

  /** Returns the error for a file. */
  static BadInputException file(Configuration conf, Path file, String path, List<String> kinds) {
    String is = "%s is a file, but a directory that corpuslm wrote is needed here".formatted(path);
    if (isArpa(conf, file)) {
      return new BadInputException(
          is
              + "; it is an ARPA file: make a model of it with corpuslm import-arpa --arpa %s --output DIR"
                  .formatted(path));
    }
    if (startOf(conf, file).startsWith("mmap lm http://kheafield.com/code ")) {
      return new BadInputException(
          is
              + "; it is a binary file of KenLM, which perplexity, mix, predict, generate and inspect read. Make a directory of the ARPA file that it was built from, with corpuslm import-arpa");
    }
    String then =
        Recipe.of(kinds)
            .map(recipe -> recipe.afterPrepare)
            .filter(commands -> !commands.isEmpty())
            .collect(Collectors.joining(", or "));
    return new BadInputException(
        is
            + "; if it is text, prepare it first with corpuslm prepare --input %s --output DIR%s"
                .formatted(path, then.isEmpty() ? "" : ", then " + then));
  }

  /** Returns the error for a directory without a manifest. */
  static BadInputException noManifest(String path, Exception cause) {
    return new BadInputException(
        path
            + " has no manifest.json: it was not written by corpuslm, or a part of it is missing;"
            + " make it again, or if it holds text, prepare it first with corpuslm prepare --input "
            + path,
        cause);
  }

  private static boolean isArpa(Configuration conf, Path file) {
    return startOf(conf, file).lines().anyMatch(line -> line.strip().equals("\\data\\"));
  }

  /** The beginning of a file, decompressed; empty if it cannot be read. */
  private static String startOf(Configuration conf, Path file) {
    CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(file);
    byte[] start = new byte[START_BYTES];
    try (InputStream raw = Storage.open(conf, file);
        InputStream in = codec == null ? raw : codec.createInputStream(raw)) {
      int n = IOUtils.read(in, start);
      return new String(Arrays.copyOf(start, n), StandardCharsets.ISO_8859_1);
    } catch (IOException | RuntimeException e) { // not a file with a beginning
      return "";
    }
  }
}
