package org.corpuslm.ngram.arpa;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Tokenizers;
import org.corpuslm.ngram.count.ShardLimits;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The options of {@code import-arpa}, checked.
 *
 * @param arpa path of the file
 * @param vocabulary a corpus, count store or model whose words, ids and tokenizer the model takes
 *     over; empty = the vocabulary of the file
 * @param shards number of shards; 0 = by the size of the file
 * @param tokenizer tokenizer for text scored by this model
 * @param lowercase whether such text is converted to Unicode lower case first
 * @param unk spelling of the unknown word in the file; empty = {@code <unk>} or {@code <UNK>}
 * @param unkProbability probability of the unknown word if the file has none; NaN = that is an
 *     error
 * @param allowPositive whether log10 p above 0 counts as 0; else it is an error
 * @param literalLogs whether only {@code -inf} is the logarithm of 0; else −99 is one as well
 */
public record ImportConfig(
    String arpa,
    String vocabulary,
    int shards,
    String tokenizer,
    boolean lowercase,
    String unk,
    double unkProbability,
    boolean allowPositive,
    boolean literalLogs)
    implements Job, Serializable {

  /**
   * Checks the options.
   *
   * @throws BadInputException if one is out of range
   */
  public ImportConfig {
    ShardLimits.checkRequested(shards);
    if (!Double.isNaN(unkProbability) && !(unkProbability >= 0 && unkProbability < 1)) {
      throw new BadInputException(
          "--unk-probability is " + unkProbability + "; it must lie in [0, 1)");
    }
    Tokenizers.of(tokenizer, lowercase);
  }

  /** Returns how text becomes words. */
  TextSpec text(String unknownWord) {
    return TextSpec.of(tokenizer, lowercase, unknownWord);
  }

  @Override
  public String kind() {
    return NgramModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    List<Manifest.Input> inputs = new ArrayList<>(List.of(ArpaImport.file(conf, this).asInput()));
    if (!vocabulary.isEmpty()) {
      inputs.add(Published.open(conf, vocabulary).asInput());
    }
    return inputs;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new ArpaImport(cluster, this).run(target);
  }
}
