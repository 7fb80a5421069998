package org.corpuslm.runtime;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;
import org.nd4j.kryo.Nd4jSerializer;

/**
 * Registers everything of ours that Kryo may meet, so that {@code
 * spark.kryo.registrationRequired=true} holds. Domain classes are named, not imported: the runtime
 * knows nothing of the domain.
 */
public final class CorpuslmKryoRegistrator implements KryoRegistrator {
  private static final List<String> SHARED =
      List.of(
          "org.corpuslm.corpus.Vocabulary",
          "org.corpuslm.corpus.WordTable",
          "org.corpuslm.ngram.count.CorpusIds",
          "org.corpuslm.ngram.count.Sharding");

  /** What Deeplearning4j's own training master sends; its graph of objects is its own affair. */
  private static final List<String> OF_DEEPLEARNING4J =
      List.of(
          "org.deeplearning4j.spark.api.worker.NetBroadcastTuple",
          "org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult",
          "org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple",
          "org.nd4j.linalg.dataset.DataSet");

  /** Named, not imported: most jobs never load it. */
  private static final String ARRAY = "org.nd4j.linalg.cpu.nativecpu.NDArray";

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(byte[][].class);
    kryo.register(int[][].class);
    kryo.register(long[][].class);
    kryo.register(double[][].class);
    kryo.register(Object[].class);
    for (String name : SHARED) {
      kryo.register(classOf(name));
    }
    for (String name : OF_DEEPLEARNING4J) {
      kryo.register(classOf(name), new JavaSerializer());
    }
    kryo.register(classOf(ARRAY), new Nd4jSerializer());
  }

  /** Without running its static initializers. */
  private static Class<?> classOf(String name) {
    try {
      return Class.forName(name, false, CorpuslmKryoRegistrator.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("not in the job jar: " + name, e);
    }
  }
}
