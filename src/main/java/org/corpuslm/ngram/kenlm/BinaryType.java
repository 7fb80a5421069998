package org.corpuslm.ngram.kenlm;

/** Kinds of KenLM's binary files, in the order of their numbers in the header. */
enum BinaryType {
  PROBING("probing", "probing hash tables"),
  REST_PROBING("rest probing", "probing hash tables with rest costs"),
  TRIE("trie", "trie"),
  QUANT_TRIE("quantized trie", "trie with quantized values"),
  ARRAY_TRIE("array trie", "trie with compressed pointers"),
  QUANT_ARRAY_TRIE("quantized array trie", "trie with quantized values and compressed pointers");

  private final String shortName;
  private final String description;

  BinaryType(String shortName, String description) {
    this.shortName = shortName;
    this.description = description;
  }

  /** Returns a name for tables of models. */
  String shortName() {
    return shortName;
  }

  /** Returns the data structures in words. */
  String description() {
    return description;
  }

  boolean isTrie() {
    return ordinal() >= TRIE.ordinal();
  }

  boolean isQuantized() {
    return this == QUANT_TRIE || this == QUANT_ARRAY_TRIE;
  }

  boolean hasPointerArrays() {
    return this == ARRAY_TRIE || this == QUANT_ARRAY_TRIE;
  }

  /** Returns the version of the data structures that this program reads. */
  int version() {
    return isTrie() ? 1 : 0;
  }
}
