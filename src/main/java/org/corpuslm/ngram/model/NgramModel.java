package org.corpuslm.ngram.model;

import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.model.SavedModel;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TaskGroups;

/**
 * A saved back-off n-gram model: p(w|h) is the stored value of the n-gram hw, else γ(h)·p(w|h'),
 * where h' is h without its first word. Stored values are log10; {@link Scorer} methods give
 * natural logarithms. All steps of one look-up are in the shard of the context; shards are loaded
 * when first needed ({@link ShardCache}).
 *
 * <p>Memory: see {@link #memory()} and {@link #memoryOpened}; about 12 bytes per n-gram and 20 per
 * context with exact values. Thread-safe; the scorers are not.
 */
public final class NgramModel extends SavedModel {
  /** Kind of the directory of an n-gram model. */
  public static final String KIND = "ngram-model";

  /** Kind of the directory of a packed n-gram model; see {@link PackConfig}. */
  public static final String PACKED_KIND = "packed-ngram-model";

  private static final double LN10 = Math.log(10);

  private final NgramFacts facts;
  private final double[] unigrams; // log10
  private final Sharding sharding;
  private final int bits; // of quantized values; 0 = exact
  private final ShardSource source;
  private final ShardCache shards;

  private NgramModel(
      Published directory,
      NgramFacts facts,
      Vocabulary vocabulary,
      double[] unigrams,
      Sharding sharding,
      int bits,
      ShardSource source,
      ShardCache shards) {
    super(directory, vocabulary);
    this.facts = facts;
    this.unigrams = unigrams;
    this.sharding = sharding;
    this.bits = bits;
    this.source = source;
    this.shards = shards;
  }

  /**
   * Opens a model with exact values: reads its vocabulary, unigrams and sharding.
   *
   * @param memory bytes that loaded shards may take together; at least one shard is held
   * @throws BadInputException if the model is damaged
   */
  public static NgramModel open(Configuration conf, Published directory, long memory) {
    return open(conf, directory, memory, 0);
  }

  /**
   * Opens a model with quantized values.
   *
   * @param memory bytes that loaded shards may take together; at least one shard is held
   * @param bits bits per value; 0 = exact values
   * @throws BadInputException if the model is damaged or the number of bits is out of range
   */
  public static NgramModel open(Configuration conf, Published directory, long memory, int bits) {
    checkBits(bits);
    boolean packed = directory.manifest().kind().equals(PACKED_KIND);
    if (packed && bits > 0) {
      throw new BadInputException(
          "%s is packed with values of a fixed number of bits; leave out --quantize"
              .formatted(directory.path()));
    }
    PackedFacts packing = packed ? directory.facts(PackedFacts.class) : null;
    NgramFacts facts = packed ? packing.model() : directory.facts(NgramFacts.class);
    Vocabulary vocabulary = VocabularyFile.read(conf, directory);
    if (facts.ngrams().get(0) != vocabulary.size() || facts.text() == null) {
      throw new BadInputException(
          ("%s is damaged: its vocabulary has %d words, its manifest says %d, or not how text is"
                  + " cut; make it again")
              .formatted(directory.path(), vocabulary.size(), facts.ngrams().get(0)));
    }
    Sharding sharding =
        facts.order() == 1
            ? Sharding.of(vocabulary, 1)
            : Sharding.read(conf, directory, vocabulary, facts.shards());
    ShardSource source =
        packed
            ? new PackedShards(conf, directory, packing)
            : new ShardLoader(conf, directory, sharding, bits);
    return new NgramModel(
        directory,
        facts,
        vocabulary,
        NgramModelTables.readUnigrams(conf, directory),
        sharding,
        packed ? packing.bits() : bits,
        source,
        new ShardCache(source, facts.shards(), source.memory(), memory));
  }

  /**
   * Checks the number of bits per quantized value; 0 stands for exact values.
   *
   * @throws BadInputException if it is out of range
   */
  public static void checkBits(int bits) {
    checkBits("--quantize", bits);
  }

  /**
   * Checks the number of bits per quantized value; 0 stands for values that are not quantized.
   *
   * @param option name of the option, for the message
   * @throws BadInputException if it is out of range
   */
  static void checkBits(String option, int bits) {
    if (bits != 0 && (bits < QuantizedColumn.MIN_BITS || bits > QuantizedColumn.MAX_BITS)) {
      throw new BadInputException(
          "%s is %d; it must be from %d to %d bits, or 0 for values that are not quantized"
              .formatted(option, bits, QuantizedColumn.MIN_BITS, QuantizedColumn.MAX_BITS));
    }
  }

  /** Returns the bytes of heap that all shards take. */
  public long memory() {
    return source.memory();
  }

  /** Returns the bytes that all shards would take in memory with exact values. */
  public long exactMemory() {
    return ShardLoader.memory(facts, 0);
  }

  @Override
  public long memory(int scorers) {
    return memory() + memoryOpened();
  }

  /** Returns the bytes of vocabulary, unigrams and sharding. */
  @Override
  public long memoryOpened() {
    long shardings = 3L * Integer.BYTES;
    return vocabulary().memory() + (Double.BYTES + shardings) * unigrams.length;
  }

  @Override
  public void load() {
    shards.loadAll();
  }

  /** Returns the same model restricted to the n-grams of one shard, which is loaded at once. */
  public NgramModel only(int shard) {
    NgramModel alone =
        new NgramModel(
            directory(), facts, vocabulary(), unigrams, sharding, bits, source, shards.unlimited());
    if (facts.order() > 1) {
      alone.shards.get(shard);
    }
    return alone;
  }

  @Override
  public String approximation() {
    if (bits == 0) {
      return isPacked() ? "n-gram values and back-off weights in single precision" : null;
    }
    return "n-gram values and back-off weights in %d bits, bins per order and shard; sums to one roughly"
        .formatted(bits);
  }

  private boolean isPacked() {
    return kind().equals(PACKED_KIND);
  }

  /** Returns the facts of the manifest. */
  public NgramFacts facts() {
    return facts;
  }

  /** Returns log10 p of every word without context, by id; a copy. */
  double[] unigrams() {
    return unigrams.clone();
  }

  /**
   * Assigns the ordinary shards to tasks.
   *
   * @param slots task slots of the cluster
   */
  public TaskGroups tasks(int slots) {
    return sharding.tasks(facts.size(), slots);
  }

  /** Returns the sharding of the n-grams. */
  public Sharding sharding() {
    return sharding;
  }

  @Override
  public String name() {
    String name = facts.smoothing() + " " + facts.order() + "-gram";
    if (bits == 0) {
      return isPacked() ? name + " in single precision" : name;
    }
    return "%s in %d bits".formatted(name, bits);
  }

  @Override
  public int order() {
    return facts.order();
  }

  @Override
  public TextSpec text() {
    return facts.text();
  }

  @Override
  public boolean normalized() {
    return facts.normalized();
  }

  @Override
  public Lookup scorer() {
    return new Lookup();
  }

  /** Looks up n-grams. Carries no state from one sentence to the next. Not thread-safe. */
  public final class Lookup implements Scorer {
    private final int[] nodes = new int[facts.order() + 1];
    private final LookupBatch batch = new LookupBatch(facts, sharding, shards, unigrams);
    private final SentenceLookup sentences = new SentenceLookup(batch, facts.order());
    private int orderUsed;

    private Lookup() {}

    /**
     * Returns log10 p(word | context).
     *
     * @param ids words; the context is {@code ids[from … to−1]}: at most order−1 words, {@code <s>}
     *     only as the first
     * @param word the word after the context
     */
    public double log10(int[] ids, int from, int to, int word) {
      double log10 = 0;
      if (to > from && facts.order() > 1) {
        NgramShard shard = shards.get(sharding.shardOf(ids, from, to));
        int length = shard.find(ids, from, to, nodes);
        if (facts.unseenBackoff() != 0) {
          log10 += (to - from - length) * facts.unseenBackoff();
        }
        for (; length > 0; length--) {
          int index = shard.indexOf(length, nodes[length], word);
          if (index >= 0) {
            orderUsed = length + 1;
            return log10 + shard.logProb(length, index);
          }
          log10 += shard.backoff(length, nodes[length]);
        }
      }
      orderUsed = 1;
      return log10 + unigrams[word];
    }

    /** Returns the order of the n-gram that gave the last value. */
    public int orderUsed() {
      return orderUsed;
    }

    /**
     * Returns the log10 back-off weight of the context {@code ids[from … to−1]}; that of unseen
     * contexts if the model does not have it.
     */
    public double backoff(int[] ids, int from, int to) {
      NgramShard shard = shards.get(sharding.shardOf(ids, from, to));
      int length = shard.find(ids, from, to, nodes);
      return length == to - from ? shard.backoff(length, nodes[length]) : facts.unseenBackoff();
    }

    /**
     * Computes log10 p of many words at once, which is faster than one by one.
     *
     * @param ids words; the i-th context is {@code ids[from[i] … to[i]−1]}, as for a single look-up
     * @param from start of each context
     * @param to end of each context
     * @param words the words after the contexts
     * @param size number of look-ups
     * @param log10 receives log10 p of each
     * @param order receives the order of the n-gram that gave each value
     */
    public void log10(
        int[] ids, int[] from, int[] to, int[] words, int size, double[] log10, byte[] order) {
      batch.run(ids, from, to, words, size, log10, order);
    }

    @Override
    public void sentence(int[] ids, int from, int to, double[] lnP, byte[] order) {
      sentences.run(ids, from, to, lnP, order);
      for (int i = from; i < to; i++) {
        lnP[i] *= LN10;
      }
    }

    @Override
    public void next(int[] history, double[] lnP) {
      for (int w = 0; w < lnP.length; w++) {
        lnP[w] = LN10 * unigrams[w];
      }
      int to = history.length;
      int from = Math.max(0, to - (facts.order() - 1));
      if (to > from) {
        NgramShard shard = shards.get(sharding.shardOf(history, from, to));
        int found = shard.find(history, from, to, nodes);
        for (int length = 1; length <= found; length++) {
          double backoff = LN10 * shard.backoff(length, nodes[length]);
          for (int w = 0; w < lnP.length; w++) {
            lnP[w] += backoff;
          }
          int end = shard.endIndex(length, nodes[length]);
          for (int i = shard.firstIndex(length, nodes[length]); i < end; i++) {
            lnP[shard.word(length, i)] = LN10 * shard.logProb(length, i);
          }
        }
        for (int w = 0; w < lnP.length && facts.unseenBackoff() != 0; w++) {
          lnP[w] += LN10 * (to - from - found) * facts.unseenBackoff();
        }
      }
      lnP[Vocabulary.BOS] = Double.NEGATIVE_INFINITY;
    }
  }
}
