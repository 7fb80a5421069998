package org.corpuslm.neural.kernel;

/**
 * One matrix or vector of parameters, row-major.
 *
 * @param name as Deeplearning4j tables have it
 * @param fanIn inputs of one unit, for Xavier initialization
 * @param fanOut outputs that one input feeds
 */
public record ParameterBlock(String name, int rows, int columns, Kind kind, int fanIn, int fanOut) {
  /** What a block is, as far as initialization and decay must know. */
  public enum Kind {
    WEIGHT,
    EMBEDDING,
    BIAS
  }

  static ParameterBlock weight(String name, int rows, int columns, int fanOut) {
    return new ParameterBlock(name, rows, columns, Kind.WEIGHT, rows, fanOut);
  }

  static ParameterBlock bias(String name, int columns) {
    return new ParameterBlock(name, 1, columns, Kind.BIAS, 1, columns);
  }

  public long length() {
    return (long) rows * columns;
  }
}
