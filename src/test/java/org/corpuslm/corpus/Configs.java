package org.corpuslm.corpus;

import java.util.List;

/** Configurations of {@code prepare} for tests. */
final class Configs {
  private Configs() {}

  /** Whitespace, no input, every default. */
  static PrepareConfig plain() {
    return new Builder().build();
  }

  /** A vocabulary without words of its own. */
  static Vocabulary vocabulary() {
    return Vocabulary.rank("<unk>", 0, 0, List.of());
  }

  static Builder of(Object... input) {
    Builder builder = new Builder();
    builder.input = java.util.Arrays.stream(input).map(String::valueOf).toList();
    return builder;
  }

  /** The defaults of the command line, to be changed. */
  static final class Builder {
    List<String> input = List.of();
    List<String> valid = List.of();
    List<String> test = List.of();
    double holdoutValid;
    double holdoutTest;
    long seed = 1;
    String tokenizer = "whitespace";
    boolean lowercase;
    long minCount = 1;
    int maxVocab;
    String unk = "<unk>";
    int maxLineBytes = 1 << 24;
    boolean skipEmptyLines;
    boolean quarantine;
    String replaceSpecial = "";
    String vocabulary = "";
    LabelSpec labels;
    String normalize = "";
    InputFormat format = InputFormat.LINES;

    PrepareConfig build() {
      return new PrepareConfig(
          input,
          valid,
          test,
          new HoldoutSplit(holdoutValid, holdoutTest, seed),
          new TextSpec(
              tokenizer,
              lowercase,
              unk,
              maxLineBytes,
              skipEmptyLines,
              replaceSpecial,
              false,
              normalize),
          quarantine ? PrepareConfig.OnBadLine.QUARANTINE : PrepareConfig.OnBadLine.FAIL,
          minCount,
          maxVocab,
          vocabulary,
          labels,
          InputFormat.orNull(format));
    }
  }
}
