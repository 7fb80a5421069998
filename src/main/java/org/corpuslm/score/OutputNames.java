package org.corpuslm.score;

/** Names of the files with documents, which sort in the order of the input. */
final class OutputNames {
  private static final String NO_BUCKET = "__HIVE_DEFAULT_PARTITION__"; // as Spark names it

  private OutputNames() {}

  /**
   * Returns the path of a file.
   *
   * @param index index of the split
   * @param bucket bucket of its documents; null = none
   */
  static String of(ScoreConfig config, int index, String bucket, String ending) {
    String directory =
        config.partitionByBucket()
            ? "documents/corpuslm_bucket=%s".formatted(bucket == null ? NO_BUCKET : bucket)
            : "documents";
    return "%s/part-%05d%s".formatted(directory, index, ending);
  }
}
