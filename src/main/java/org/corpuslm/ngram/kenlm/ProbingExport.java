package org.corpuslm.ngram.kenlm;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.model.NgramModelTables;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.LocalTempFiles;
import org.corpuslm.runtime.MappedFile;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an n-gram model as a probing file of KenLM, in this process and in three passes over the
 * tables of the model: all n-grams; the back-off weights of contexts; and, for each n-gram, the
 * mark of the n-gram that it extends to the left. A model may lack an n-gram that a longer one ends
 * with, after pruning for example; such an n-gram is added with the probability that backing off
 * gives it. Values are rounded to single precision. The tables are built in a mapped local file of
 * the size of the output. The same model gives the same bytes.
 */
public final class ProbingExport {
  private static final Logger LOG = LoggerFactory.getLogger(ProbingExport.class);
  private static final float ZERO = -99; // log10 of 0, as in ARPA files
  private static final float GROWTH = 1.5f;
  private static final double ROUNDING = 1e-6; // of log10 values in ARPA files

  private final Configuration conf;
  private final NgramModel model;
  private final NgramFacts facts;
  private final NgramModel.Lookup lookup;
  private final float multiplier;

  /**
   * Prepares to export.
   *
   * @param model an open model
   * @param multiplier buckets of a hash table per entry, more if n-grams that have to be added need
   *     them; KenLM's default is 1.5
   * @throws BadInputException if the format cannot represent the model
   */
  public ProbingExport(Configuration conf, NgramModel model, double multiplier) {
    this.conf = conf;
    this.model = model;
    this.facts = model.facts();
    this.lookup = model.scorer();
    this.multiplier = (float) multiplier;
    if (!(multiplier > 1 && multiplier <= 100)) {
      throw new BadInputException(
          "--probing-multiplier is " + multiplier + "; it must be more than 1 and at most 100");
    }
    if (!model.normalized()) {
      throw new BadInputException(
          ("%s holds %s scores: a binary file cannot hold a back-off weight for contexts that were"
                  + " not seen. Export a model of another smoothing")
              .formatted(model.path(), facts.smoothing()));
    }
    if (facts.order() < 2) {
      throw new BadInputException(
          "%s has order 1; KenLM's binary files begin at order 2. Estimate a model of order 2 or more"
              .formatted(model.path()));
    }
  }

  /**
   * A written file.
   *
   * @param path its path
   * @param ngrams number of n-grams per order, unigrams first, without the added ones
   * @param added number of n-grams that were added because longer ones end with them
   * @param multiplier buckets of a hash table per entry
   * @param bytes its size
   */
  public record Written(
      String path, List<Long> ngrams, long added, double multiplier, long bytes) {}

  /**
   * Writes and publishes the file.
   *
   * @param output a target for one file
   */
  public Written run(OutputDirectory output) {
    for (float larger = multiplier; ; larger *= GROWTH) {
      try {
        return run(
            output,
            new BinaryHeader(BinaryType.PROBING, larger, true, List.copyOf(facts.ngrams())));
      } catch (ProbingTables.FullException e) {
        LOG.warn(
            "export-binary: {} buckets per n-gram are too few, because of n-grams that are added;"
                + " again with more",
            larger);
      }
    }
  }

  private Written run(OutputDirectory output, BinaryHeader header) {
    Vocabulary vocabulary = model.vocabulary();
    byte[] words = WordStrings.of(vocabulary, model.path());
    try {
      File local = LocalTempFiles.file();
      try {
        MappedFile file = MappedFile.create(local.toPath(), ProbingSearch.size(header));
        ProbingTables tables = new ProbingTables(file, header, model.path());
        tables.words(vocabulary);
        fill(tables);
        StagedOutput staged;
        try (StagedOutput out =
            StagedOutput.unlisted(output.driverTask(), output.staging(), "model.bin")) {
          staged = out;
          file.copyTo(out);
          out.write(words);
        }
        Staging.StagedFile written = staged.finished(-1);
        output.publishFile(written);
        return new Written(
            output.path(),
            facts.ngrams(),
            tables.added(),
            header.multiplier(),
            written.file().bytes());
      } finally {
        local.delete();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + output.path(), e);
    }
  }

  private void fill(ProbingTables tables) throws IOException {
    int order = facts.order();
    int shards = model.sharding().allShards();
    int[] word = new int[1];
    for (int id = 0; id < model.vocabulary().size(); id++) {
      word[0] = id;
      // <s> is never predicted; other tools write 0 for it.
      double log10 = id == Vocabulary.BOS ? 0 : lookup.log10(word, 0, 0, id);
      tables.unigram(id, value(log10));
    }
    for (int k = 2; k <= order; k++) {
      int[] words = new int[k];
      for (int shard = 0; shard < shards; shard++) {
        try (TableReader table = NgramModelTables.openNgrams(conf, model.directory(), k, shard)) {
          while (read(table, words)) {
            tables.ngram(words, value(table.float64(k)));
          }
        }
      }
      LOG.info("export-binary: {} {}-grams", facts.ngrams().get(k - 1), k);
    }
    for (int length = 1; length < order; length++) {
      int[] words = new int[length];
      for (int shard = 0; shard < shards; shard++) {
        try (TableReader table =
            NgramModelTables.openContexts(conf, model.directory(), length, shard)) {
          while (read(table, words)) {
            tables.backoff(words, value(table.float64(length)), this::log10);
          }
        }
      }
    }
    for (int k = 2; k <= order; k++) {
      int[] words = new int[k];
      for (int shard = 0; shard < shards; shard++) {
        try (TableReader table = NgramModelTables.openNgrams(conf, model.directory(), k, shard)) {
          while (read(table, words)) {
            tables.markExtended(words, this::log10);
          }
        }
      }
    }
  }

  private static boolean read(TableReader table, int[] words) throws IOException {
    if (!table.next()) {
      return false;
    }
    for (int w = 0; w < words.length; w++) {
      words[w] = table.int32(w);
    }
    return true;
  }

  /**
   * Returns log10 p of an n-gram that the model does not have, by backing off.
   *
   * @throws BadInputException if that is no probability
   */
  private float log10(int[] words, int from) {
    double log10 = lookup.log10(words, from, words.length - 1, words[words.length - 1]);
    if (log10 > ROUNDING) {
      throw new BadInputException(
          ("%s: log10 p of '%s' is %s, a probability above 1, which a binary file cannot hold. The"
                  + " back-off weights of the model are wrong: estimate it again, or have the tool"
                  + " that wrote its ARPA file do so")
              .formatted(
                  model.path(),
                  IntStream.range(from, words.length)
                      .mapToObj(w -> model.vocabulary().word(words[w]))
                      .collect(Collectors.joining(" ")),
                  log10));
    }
    return value(Math.min(0, log10));
  }

  private static float value(double log10) {
    return log10 == Double.NEGATIVE_INFINITY ? ZERO : (float) log10;
  }
}
