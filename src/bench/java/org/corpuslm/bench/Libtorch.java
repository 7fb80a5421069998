package org.corpuslm.bench;

import java.io.IOException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdaptiveLogSoftmaxWithLossImpl;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.RNNImpl;
import org.bytedeco.pytorch.RNNOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorT_TensorTensor_T_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains a network with libtorch and prints words per second. Whole steps: gradients to zero,
 * forward, backward, clipping by the norm, plain SGD; the state detached and carried on.
 */
public final class Libtorch {
  private static final int UNKNOWN = 0;
  private static final int END = 1;
  private static final int SPECIAL = 2;
  private static final double RATE = 0.1;
  private static final double CLIP = 5;
  private static final double RANGE = 0.1;

  private final Setting setting;
  private final int[] text;
  private final EmbeddingImpl embedding;
  private final LSTMImpl lstm;
  private final RNNImpl rnn;
  private final LinearImpl linear;
  private final AdaptiveLogSoftmaxWithLossImpl adaptive;
  private final TensorVector parameters = new TensorVector();
  private final SGD sgd;
  private Tensor hidden;
  private Tensor cell;
  private int minibatch;
  private double loss;

  private Libtorch(Setting setting, int[] text) {
    this.setting = setting;
    this.text = text;
    int size = setting.size();
    int words = setting.words() + SPECIAL;
    embedding = add(new EmbeddingImpl(words, size));
    if (setting.lstm()) {
      LSTMOptions options = new LSTMOptions(size, size);
      options.num_layers().put(setting.layers());
      options.dropout().put(setting.dropout());
      lstm = add(new LSTMImpl(options));
      rnn = null;
    } else {
      RNNOptions options = new RNNOptions(size, size);
      options.num_layers().put(setting.layers());
      options.dropout().put(setting.dropout());
      rnn = add(new RNNImpl(options));
      lstm = null;
    }
    if (setting.cutoffs().isEmpty()) {
      linear = add(new LinearImpl(size, words));
      adaptive = null;
    } else {
      long[] cutoffs = setting.cutoffs().stream().mapToLong(c -> c).toArray();
      adaptive = add(new AdaptiveLogSoftmaxWithLossImpl(size, words, new LongVector(cutoffs)));
      linear = null;
    }
    for (long i = 0; i < parameters.size(); i++) {
      Tensor parameter = parameters.get(i);
      parameter.set_requires_grad(false);
      torch.uniform_(parameter, -RANGE, RANGE);
      parameter.set_requires_grad(true);
    }
    sgd = new SGD(parameters, new SGDOptions(RATE));
    hidden = state();
    cell = state();
  }

  private Tensor state() {
    Tensor zeros = torch.zeros(setting.layers(), Setting.BATCH, setting.size());
    zeros.retainReference();
    return zeros;
  }

  private <M extends Module> M add(M module) {
    module.train(true);
    TensorVector own = module.parameters();
    for (long i = 0; i < own.size(); i++) {
      parameters.push_back(own.get(i));
    }
    return module;
  }

  /** One minibatch. */
  private void step() {
    try (PointerScope scope = new PointerScope()) { // frees the tensors of the step
      int batch = Setting.BATCH;
      int steps = setting.steps();
      int column = (text.length - 1) / batch;
      if ((minibatch + 1) * steps > column) {
        minibatch = 0;
      }
      long[] in = new long[steps * batch];
      long[] out = new long[steps * batch];
      for (int b = 0; b < batch; b++) {
        int from = b * column + minibatch * steps;
        for (int t = 0; t < steps; t++) {
          in[t * batch + b] = text[from + t];
          out[t * batch + b] = text[from + t + 1];
        }
      }
      minibatch++;
      sgd.zero_grad();
      Tensor embedded = embedding.forward(torch.tensor(in).view(steps, batch));
      Tensor top = drop(recurrent(drop(embedded))).view((long) steps * batch, setting.size());
      Tensor mean = nats(top, torch.tensor(out));
      mean.mul(new Scalar(steps)).backward();
      torch.clip_grad_norm_(parameters, CLIP);
      sgd.step();
      loss = mean.item_double();
      // They outlive the scope.
      hidden.retainReference();
      if (lstm != null) {
        cell.retainReference();
      }
    }
  }

  private Tensor drop(Tensor values) {
    return setting.dropout() > 0 ? torch.dropout(values, setting.dropout(), true) : values;
  }

  private Tensor recurrent(Tensor in) {
    Tensor lastHidden = hidden;
    Tensor lastCell = cell;
    Tensor out;
    if (lstm != null) {
      T_TensorT_TensorTensor_T_T result =
          lstm.forward(in, new T_TensorTensor_T(lastHidden, lastCell));
      out = result.get0();
      hidden = result.get1().get0().detach();
      cell = result.get1().get1().detach();
      lastCell.close();
    } else {
      T_TensorTensor_T result = rnn.forward(in, lastHidden);
      out = result.get0();
      hidden = result.get1().detach();
    }
    lastHidden.close();
    return out;
  }

  private Tensor nats(Tensor top, Tensor labels) {
    return adaptive == null
        ? torch.cross_entropy_loss(linear.forward(top), labels)
        : adaptive.forward(top, labels).output().mean().neg();
  }

  /** Steps until a time; returns how many. */
  private int until(long nanos) {
    int steps = 0;
    do {
      step();
      steps++;
    } while (System.nanoTime() < nanos);
    return steps;
  }

  /** See {@link Timing#of}. */
  public static void main(String[] arguments) throws IOException {
    Timing timing = Timing.of(arguments);
    Setting setting = timing.setting();
    torch.set_num_threads(timing.threads());
    int[] text = WordIds.read(timing.text(), setting.words(), UNKNOWN, END, SPECIAL);
    Libtorch libtorch = new Libtorch(setting, text);
    libtorch.until(Timing.in(timing.warmUp()));
    long start = System.nanoTime();
    int steps = libtorch.until(Timing.in(timing.seconds()));
    double seconds = (System.nanoTime() - start) / 1e9;
    Timing.tell((double) steps * setting.steps() * Setting.BATCH / seconds, libtorch.loss);
  }
}
