package org.corpuslm.neural.model;

import java.util.Arrays;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.NetworkConfig;

/**
 * The forward pass of an LSTM, GRU or simple tanh network, word by word, in doubles and in the most
 * obvious way, from the layout of {@code parameters.bin} in docs/formats.md: E [V, e]; per layer W
 * [in, g·H], R [H, g·H], b [g·H], gates in the order i, f, o, g of an LSTM and r, u, candidate of a
 * GRU; softmax U [V, H], c [V].
 */
final class SlowNetwork {
  private static final int BEGIN = 1;
  private static final int END = 2;

  private final NetworkConfig config;
  private final float[] p;
  private double[][] h;
  private double[][] c;
  private double[] lnP;

  SlowNetwork(NetworkConfig config, float[] parameters) {
    this.config = config;
    this.p = parameters;
    reset();
  }

  /** To the start of a text. */
  void reset() {
    h = new double[config.layers()][config.hidden()];
    c = new double[config.layers()][config.hidden()];
    append(END);
  }

  /** ln p of every word after the words so far. */
  double[] next() {
    return lnP;
  }

  /** Goes on with a word. */
  void append(int word) {
    int at = config.vocabulary() * config.embedding();
    double[] x = new double[config.embedding()];
    for (int i = 0; i < x.length; i++) {
      x[i] = p[word * x.length + i];
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      at = layer(layer, at, x);
      x = h[layer];
    }
    lnP = softmax(at, x);
  }

  private int layer(int layer, int at, double[] x) {
    int hidden = config.hidden();
    boolean lstm = config.architecture() == Architecture.LSTM;
    boolean gru = config.architecture() == Architecture.GRU;
    int gates = (lstm ? 4 : gru ? 3 : 1) * hidden;
    int recurrent = at + x.length * gates;
    int biases = recurrent + hidden * gates;
    double[] z = new double[gates];
    for (int j = 0; j < gates; j++) {
      z[j] = p[biases + j];
      for (int i = 0; i < x.length; i++) {
        z[j] += x[i] * p[at + i * gates + j];
      }
      for (int i = 0; i < hidden; i++) {
        // A GRU's candidate sees the state through the reset gate, whose columns came before.
        double reset = gru && j >= 2 * hidden ? sigmoid(z[i]) : 1;
        z[j] += reset * h[layer][i] * p[recurrent + i * gates + j];
      }
    }
    double[] after = new double[hidden];
    for (int j = 0; j < hidden; j++) {
      if (lstm) {
        double in = sigmoid(z[j]);
        double forget = sigmoid(z[hidden + j]);
        double out = sigmoid(z[2 * hidden + j]);
        c[layer][j] = forget * c[layer][j] + in * Math.tanh(z[3 * hidden + j]);
        after[j] = out * Math.tanh(c[layer][j]);
      } else if (gru) {
        double update = sigmoid(z[hidden + j]);
        after[j] = (1 - update) * h[layer][j] + update * Math.tanh(z[2 * hidden + j]);
      } else {
        after[j] = Math.tanh(z[j]);
      }
    }
    h[layer] = after;
    return biases + gates;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private double[] softmax(int at, double[] x) {
    int v = config.vocabulary();
    double[] e = new double[v];
    for (int w = 0; w < v; w++) {
      double z = p[at + v * x.length + w];
      for (int i = 0; i < x.length; i++) {
        z += x[i] * p[at + w * x.length + i];
      }
      e[w] = w == BEGIN ? 0 : Math.exp(z);
    }
    double sum = Arrays.stream(e).sum();
    return Arrays.stream(e).map(value -> Math.log(value / sum)).toArray();
  }
}
