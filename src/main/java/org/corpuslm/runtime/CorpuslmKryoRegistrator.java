package org.corpuslm.runtime;

import com.esotericsoftware.kryo.Kryo;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;

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

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(byte[][].class);
    kryo.register(int[][].class);
    kryo.register(long[][].class);
    kryo.register(double[][].class);
    kryo.register(Object[].class);
    for (String name : SHARED) {
      try {
        kryo.register(Class.forName(name, false, getClass().getClassLoader()));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("not in the job jar: " + name, e);
      }
    }
  }
}
