package org.corpuslm.runtime;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple;
import org.nd4j.kryo.Nd4jSerializer;
import org.nd4j.linalg.cpu.nativecpu.NDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Registers all classes that Kryo meets, as {@code spark.kryo.registrationRequired=true} demands.
 * Items, results and broadcast values of any class travel as bytes ({@link TaskResult}, {@link
 * BroadcastHandle}), so no class of a domain package is among them.
 */
public final class CorpuslmKryoRegistrator implements KryoRegistrator {
  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(byte[][].class);
    kryo.register(int[][].class);
    kryo.register(long[][].class);
    kryo.register(double[][].class);
    kryo.register(Object[].class);
    kryo.register(BroadcastHandle.Value.class, new BroadcastHandle.ValueSerializer());
    // Deeplearning4j's own training master sends these.
    kryo.register(NetBroadcastTuple.class, new JavaSerializer());
    kryo.register(ParameterAveragingTrainingResult.class, new JavaSerializer());
    kryo.register(ParameterAveragingAggregationTuple.class, new JavaSerializer());
    kryo.register(DataSet.class, new JavaSerializer());
    // Schemas, with types of any kind in them, that tasks of Spark's data sources send.
    kryo.register(StructType.class, new JavaSerializer());
    kryo.register(ArrayType.class, new JavaSerializer());
    kryo.register(MapType.class, new JavaSerializer());
    kryo.register(NDArray.class, new Nd4jSerializer());
  }
}
