package org.corpuslm.corpus;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.Verification;

/** Verifies a corpus: tokens and sentences per split, ids, and the counts of the vocabulary. */
public final class VerifyCorpus {
  private final Configuration conf;
  private final Corpus corpus;
  private final Verification verification;
  private final Vocabulary vocabulary;

  private VerifyCorpus(Verification verification) {
    this.conf = verification.conf();
    this.corpus = Corpus.open(conf, verification.directory().path());
    this.verification = verification;
    this.vocabulary = corpus.vocabulary(conf);
  }

  /** Reads the whole corpus and compares its totals with the manifest. */
  public static void run(Verification verification) throws IOException {
    new VerifyCorpus(verification).run();
  }

  private void run() throws IOException {
    CorpusFacts facts = corpus.facts();
    verification.expect(
        "vocabulary",
        "words that can be predicted",
        vocabulary.predictable(),
        facts.vocabularySize());
    long sentences = 0;
    long tokens = 0;
    for (HoldoutSplit.Part part : HoldoutSplit.Part.values()) {
      SplitStats found = tally(part);
      compare(Corpus.directory(part), found, facts.split(Corpus.directory(part)));
      sentences += found.sentences;
      tokens += found.tokens;
    }
    LabelSpec labels = corpus.config().labels();
    if (labels != null && labels.hasWordPerLine()) {
      verification.expect("manifest.json", "words of kept lines", tokens, facts.kept());
    } else {
      verification.expect("manifest.json", "sentences of kept lines", sentences, facts.kept());
    }
    if (labels != null) {
      labels(facts);
    }
    long bad = facts.quarantined().values().stream().mapToLong(Long::longValue).sum();
    verification.expect(
        "manifest.json",
        "lines kept, skipped or set aside",
        facts.kept() + facts.skippedEmpty() + bad,
        facts.lines());
    if (corpus.config().vocabulary().isEmpty()) {
      compareCounts(facts.split("train"));
    }
  }

  /** Reads the labels of all splits, and compares their training counts. */
  private void labels(CorpusFacts facts) throws IOException {
    Labels labels = corpus.labels(conf);
    verification.expect(
        "labels", "labels", labels.size(), facts.labels() == null ? 0 : facts.labels());
    long[] counts = new long[labels.size()];
    for (HoldoutSplit.Part part : HoldoutSplit.Part.values()) {
      String split = Corpus.directory(part);
      for (int p = 0; p < corpus.files(split).size(); p++) {
        try (LabeledReader reader =
            new LabeledReader(conf, corpus, split, p, vocabulary.size(), labels.size())) {
          while (reader.next()) {
            for (int label : reader.sentence().labels()) {
              counts[label] += part == HoldoutSplit.Part.TRAIN ? 1 : 0;
            }
          }
        }
      }
    }
    for (int id = 0; id < counts.length; id++) {
      verification.expect(
          "labels", "words or sentences of " + labels.name(id), counts[id], labels.count(id));
    }
  }

  private SplitStats tally(HoldoutSplit.Part part) throws IOException {
    SplitStats tally = new SplitStats();
    for (PublishedFile file : corpus.files(Corpus.directory(part))) {
      tally.partitions++;
      long outside = 0;
      int words = 0;
      String path = corpus.directory().at(file);
      boolean forms = part != HoldoutSplit.Part.TRAIN;
      try (TokenFile.Reader tokens =
          new TokenFile.Reader(conf, path, file, forms, Integer.MAX_VALUE)) {
        while (tokens.next()) {
          int id = tokens.id();
          if (id == Vocabulary.EOS) {
            tally.sentence(words);
            words = 0;
          } else {
            words++;
            tally.oov += id == Vocabulary.UNK ? 1 : 0;
            outside += id < 0 || id >= vocabulary.size() || id == Vocabulary.BOS ? 1 : 0;
          }
        }
      }
      verification.expectNone(file.path(), "ids that no word has", outside);
      verification.expectNone(file.path(), "tokens after the last sentence", words);
    }
    return tally;
  }

  private void compare(String split, SplitStats found, SplitFacts said) {
    verification.expect(split, "files", found.partitions, said.partitions());
    verification.expect(split, "sentences", found.sentences, said.sentences());
    verification.expect(split, "tokens", found.tokens, said.tokens());
    verification.expect(split, "unknown words", found.oov, said.oov());
    for (int words = 0; words < SplitStats.SHORT_SENTENCES; words++) {
      verification.expect(
          split,
          "sentences of %d words".formatted(words),
          found.shortSentences[words],
          said.shortSentences()[words]);
    }
  }

  /**
   * Compares the vocabulary with the split train; not valid for the counts of a given vocabulary.
   */
  private void compareCounts(SplitFacts train) {
    long counted = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      counted += id == Vocabulary.BOS ? 0 : vocabulary.count(id);
    }
    verification.expect(
        "vocabulary", "tokens counted", counted, train.tokens() + train.sentences());
    verification.expect(
        "vocabulary", "unknown words counted", vocabulary.count(Vocabulary.UNK), train.oov());
  }
}
