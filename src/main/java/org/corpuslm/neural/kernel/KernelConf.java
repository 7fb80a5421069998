package org.corpuslm.neural.kernel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** The configuration of one of corpuslm's layers, in the form that Deeplearning4j keeps. */
public abstract class KernelConf extends FeedForwardLayer {
  private static final long serialVersionUID = 1;

  /** Share p of the layer's inputs that are set to 0 in training; the others are divided by 1−p. */
  @JsonProperty private double inputDropout;

  /** Creates an empty configuration for Deeplearning4j, which copies them through JSON. */
  protected KernelConf() {}

  /**
   * Describes a layer.
   *
   * @param in inputs per step
   * @param out outputs per step
   * @param inputDropout share of inputs set to 0 in training; at least 0, below 1
   */
  protected KernelConf(String name, int in, int out, double inputDropout) {
    setLayerName(name);
    setNIn(in);
    setNOut(out);
    this.inputDropout = inputDropout;
  }

  double inputDropout() {
    return inputDropout;
  }

  int in() {
    return Math.toIntExact(getNIn());
  }

  int out() {
    return Math.toIntExact(getNOut());
  }

  /** Returns the blocks of parameters, in the order of the flat vector. */
  public abstract List<ParameterBlock> blocks();

  /** Creates the layer, without parameters yet. */
  abstract KernelLayer<?> layer(NeuralNetConfiguration conf, DataType type);

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    KernelLayer<?> layer = layer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    Map<String, INDArray> table = initializer().init(conf, parameters, initialize);
    layer.setParamTable(table);
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return BlockInitializer.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.recurrent(getNOut());
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    // the constructor sets it
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return null;
  }
}
