package org.corpuslm.bench;

import java.util.List;

/**
 * A network whose training is timed, with 20 columns of text: embedding, recurrent layers of the
 * same size, softmax.
 *
 * @param name on the command line
 * @param lstm or a simple RNN
 * @param layers recurrent ones
 * @param size of embedding and layers
 * @param words of the vocabulary, without special ones
 * @param steps T of truncated backpropagation through time
 * @param dropout of the inputs of each recurrent layer and of the softmax
 * @param cutoffs of an adaptive softmax; none = a full one
 */
public record Setting(
    String name,
    boolean lstm,
    int layers,
    int size,
    int words,
    int steps,
    double dropout,
    List<Integer> cutoffs) {

  /** Columns of text that one worker trains on. */
  public static final int BATCH = 20;

  private static final List<Setting> ALL =
      List.of(
          new Setting("a", true, 2, 200, 10_000, 20, 0, List.of()),
          new Setting("b", true, 2, 650, 10_000, 35, 0.5, List.of()),
          new Setting("c", false, 1, 200, 10_000, 20, 0, List.of()),
          new Setting("d", true, 2, 200, 33_278, 35, 0, List.of()),
          new Setting("d-adaptive", true, 2, 200, 33_278, 35, 0, List.of(2_000, 10_000)),
          new Setting("e", true, 2, 650, 33_278, 35, 0, List.of()));

  /** That of a name. */
  public static Setting of(String name) {
    return ALL.stream()
        .filter(s -> s.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no configuration " + name));
  }
}
