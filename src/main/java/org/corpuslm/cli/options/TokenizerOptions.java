package org.corpuslm.cli.options;

import picocli.CommandLine.Option;

/**
 * Options that describe the tokenization of text that another tool has counted or estimated a model
 * from.
 */
public final class TokenizerOptions {
  @Option(
      names = "--tokenizer",
      paramLabel = "NAME",
      description =
          "How the text of the file was tokenized: whitespace, words or chars. The model tokenizes"
              + " new text in the same way. Default: whitespace")
  private String tokenizer;

  @Option(names = "--lowercase", description = "The text was converted to Unicode lowercase first.")
  private boolean lowercase;

  @Option(
      names = "--unk",
      paramLabel = "WORD",
      description =
          "The unknown word in the file. Default: <unk>; import-arpa also recognizes <UNK>")
  private String unk;

  /** Returns whether any of these options is given. */
  public boolean given() {
    return tokenizer != null || lowercase || unk != null;
  }

  /** Returns the name of the tokenizer. */
  public String tokenizer() {
    return tokenizer == null ? "whitespace" : tokenizer;
  }

  /** Returns whether the text was converted to lowercase. */
  public boolean lowercase() {
    return lowercase;
  }

  /**
   * Returns the unknown word.
   *
   * @param otherwise the word if the option is not given
   */
  public String unk(String otherwise) {
    return unk == null ? otherwise : unk;
  }
}
