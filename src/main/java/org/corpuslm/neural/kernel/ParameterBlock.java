package org.corpuslm.neural.kernel;

/**
 * A matrix [rows, columns] of parameters, row-major; a vector has one row.
 *
 * @param name key in Deeplearning4j's tables of parameters
 * @param fanIn inputs of one unit, for Xavier initialization
 * @param fanOut units that one input feeds, for Xavier initialization
 */
public record ParameterBlock(String name, int rows, int columns, Kind kind, int fanIn, int fanOut) {
  /** Kinds of blocks, which initialization and weight decay treat differently. */
  public enum Kind {
    WEIGHT,
    EMBEDDING,
    BIAS
  }

  /** A weight matrix [rows, columns] with {@code rows} inputs per unit. */
  static ParameterBlock weight(String name, int rows, int columns, int fanOut) {
    return new ParameterBlock(name, rows, columns, Kind.WEIGHT, rows, fanOut);
  }

  /** A vector of biases. */
  static ParameterBlock bias(String name, int columns) {
    return new ParameterBlock(name, 1, columns, Kind.BIAS, 1, columns);
  }

  /** Returns the number of parameters. */
  public long length() {
    return (long) rows * columns;
  }
}
