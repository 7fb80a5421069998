package org.corpuslm.fuzz;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** One case: all it does follows from its seed. Keeps what it was made of, for a finding. */
public final class FuzzCase {
  private final SplittableRandom random;
  private final Map<String, byte[]> inputs = new LinkedHashMap<>();

  public FuzzCase(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public SplittableRandom random() {
    return random;
  }

  /** Returns true once in {@code n} calls on average. */
  public boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  @SafeVarargs
  public final <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Remembers an input under a name; hands it back. */
  public byte[] input(String name, byte[] content) {
    inputs.put(name, content);
    return content;
  }

  /** Returns the inputs that the case was made of, by name. */
  public Map<String, byte[]> inputs() {
    return inputs;
  }
}
