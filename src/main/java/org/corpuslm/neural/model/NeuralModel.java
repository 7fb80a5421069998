package org.corpuslm.neural.model;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.SavedModel;
import org.corpuslm.model.StateModel;
import org.corpuslm.neural.kernel.Blas;
import org.corpuslm.neural.network.Network;
import org.corpuslm.runtime.Published;

/**
 * A saved network as a language model. Memory: 4 bytes per parameter on the heap and, for every
 * thread that scores at the same time, as much again with buffers outside the heap. Scorers
 * themselves hold a state only. Thread-safe.
 */
public final class NeuralModel extends SavedModel implements StateModel {
  /** Kind of the directory in its manifest. */
  public static final String KIND = "neural-model";

  private final NeuralFacts facts;
  private final float[] parameters;
  private final Queue<Network> idle = new ConcurrentLinkedQueue<>();

  NeuralModel(Published directory, NeuralFacts facts, Vocabulary vocabulary, float[] parameters) {
    super(directory, vocabulary);
    this.facts = facts;
    this.parameters = parameters;
  }

  /** Returns the facts of the manifest. */
  public NeuralFacts facts() {
    return facts;
  }

  /** Returns a copy of all parameters, in the order of the network's blocks. */
  public float[] parameters() {
    return parameters.clone();
  }

  @Override
  public String name() {
    return facts.network().shortName();
  }

  @Override
  public TextSpec text() {
    return facts.text();
  }

  @Override
  public boolean normalized() {
    return true;
  }

  @Override
  public boolean carriesState() {
    return true;
  }

  /**
   * Returns the parameters here and, for each scorer, a network outside the heap that scores 32
   * words at once.
   */
  @Override
  public long memory(int scorers) {
    long block = 32L * Float.BYTES * vocabulary().size();
    return memoryOpened() + scorers * ((long) Float.BYTES * parameters.length + block);
  }

  @Override
  public long memoryOpened() {
    return vocabulary().memory() + (long) Float.BYTES * parameters.length;
  }

  @Override
  public int stateSize() {
    return facts.network().softmaxInputs();
  }

  @Override
  public Scorer scorer() {
    return scorer(false);
  }

  @Override
  public StateScorer scorer(boolean resetPerSentence) {
    return new NeuralScorer(this, resetPerSentence);
  }

  /**
   * Lends a network with the model's parameters, in any state, for the time of a call.
   *
   * @throws org.corpuslm.runtime.BadInputException if this JVM cannot use the BLAS kernel of the
   *     run
   */
  void use(Consumer<Network> task) {
    Blas.ready(); // the kernel of the run, or an error that names it
    Network network = idle.poll();
    if (network == null) {
      network = Network.of(facts.network(), parameters);
    }
    try {
      task.accept(network);
    } finally {
      idle.add(network);
    }
  }
}
