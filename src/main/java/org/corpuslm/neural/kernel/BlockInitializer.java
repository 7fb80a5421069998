package org.corpuslm.neural.kernel;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.neural.kernel.ParameterBlock.Kind;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cuts the flat parameters and gradients of a layer into views of its blocks, [rows, columns]. It
 * initializes nothing: the parameters of corpuslm's networks are always set from outside.
 */
final class BlockInitializer implements ParamInitializer {
  static final BlockInitializer INSTANCE = new BlockInitializer();

  private BlockInitializer() {}

  private static List<ParameterBlock> blocks(Layer layer) {
    return ((KernelConf) layer).blocks();
  }

  private static List<String> names(Layer layer, boolean biases) {
    return blocks(layer).stream()
        .filter(b -> (b.kind() == Kind.BIAS) == biases)
        .map(ParameterBlock::name)
        .toList();
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return blocks(layer).stream().mapToLong(ParameterBlock::length).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return blocks(layer).stream().map(ParameterBlock::name).toList();
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return names(layer, false);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return names(layer, true);
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return weightKeys(layer).contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return biasKeys(layer).contains(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray parameters, boolean initialize) {
    blocks(conf.getLayer()).forEach(b -> conf.addVariable(b.name()));
    return cut(conf, parameters);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    return cut(conf, gradients);
  }

  private static Map<String, INDArray> cut(NeuralNetConfiguration conf, INDArray flat) {
    Map<String, INDArray> table = new LinkedHashMap<>();
    long at = 0;
    for (ParameterBlock b : blocks(conf.getLayer())) {
      INDArray part = flat.reshape(flat.length()).get(interval(at, at + b.length()));
      table.put(b.name(), part.reshape('c', b.rows(), b.columns()));
      at += b.length();
    }
    return table;
  }
}
