package org.corpuslm.ngram.arpa;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.corpus.WordTable;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.ngram.count.CountNgrams;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;

/**
 * The words of an imported model, and their unigram probabilities by id: the special words, then
 * those of the file in its order; or the vocabulary of another directory. An ARPA file has no
 * counts, but shards are packed by counts; so each word gets a pseudo-count: its probability times
 * {@value #PSEUDO_TOKENS}, at least 1, and {@code <s>} that of {@code </s>}.
 *
 * @param vocabulary the words
 * @param log10 log10 p of every word by id
 * @param text how text becomes words
 */
record ArpaVocabulary(Vocabulary vocabulary, double[] log10, TextSpec text) {
  /** Number of tokens of the imaginary text that the pseudo-counts stand for. */
  static final long PSEUDO_TOKENS = 1_000_000_000;

  /**
   * Builds the vocabulary of the file.
   *
   * @throws BadInputException if the file lacks {@code </s>} or the unknown word
   */
  static ArpaVocabulary of(ArpaHead head, ImportConfig config) {
    WordTable file = head.words();
    int unk = unknownWord(head, config);
    int eos = find(file, Vocabulary.EOS_WORD);
    if (eos < 0) {
      throw new BadInputException(
          head.file()
              + ": </s> is not among the unigrams, so no sentence can end. Estimate the model with"
              + " sentence ends (one sentence per line, markers added by the tool)");
    }
    int bos = find(file, Vocabulary.BOS_WORD);
    double unkLog10 = unk < 0 ? Math.log10(config.unkProbability()) : head.logProb(unk);
    String unkName = unk < 0 ? name(config) : text(file, unk);
    if (config.lowercase()) {
      unkName = unkName.toLowerCase(Locale.ROOT);
    }
    double[] log10 = new double[file.size() + 3];
    WordTable words = new WordTable(file.size() + 3);
    add(head, words, bytes(unkName), unkLog10, log10);
    words.add(bytes(Vocabulary.BOS_WORD), 0, 3, pseudoCount(head.logProb(eos)));
    log10[Vocabulary.BOS] = Double.NEGATIVE_INFINITY;
    add(head, words, bytes(Vocabulary.EOS_WORD), head.logProb(eos), log10);
    for (int e = 0; e < file.size(); e++) {
      if (e != unk && e != bos && e != eos) {
        add(head, words, file.word(e), head.logProb(e), log10);
      }
    }
    return new ArpaVocabulary(
        Vocabulary.over(words), Arrays.copyOf(log10, words.size()), config.text(unkName));
  }

  /**
   * Takes the vocabulary of another directory, which must have exactly the words of the file.
   *
   * @throws BadInputException if it does not
   */
  static ArpaVocabulary of(ArpaHead head, ImportConfig config, Configuration conf) {
    Published directory =
        Published.open(conf, config.vocabulary(), Corpus.KIND, CountNgrams.KIND, NgramModel.KIND);
    Vocabulary vocabulary = VocabularyFile.read(conf, directory);
    WordTable file = head.words();
    int unk = unknownWord(head, config);
    double[] log10 = new double[vocabulary.size()];
    Arrays.fill(log10, Double.NaN);
    log10[Vocabulary.UNK] = unk < 0 ? Math.log10(config.unkProbability()) : head.logProb(unk);
    log10[Vocabulary.BOS] = Double.NEGATIVE_INFINITY;
    for (int e = 0; e < file.size(); e++) {
      byte[] word = file.word(e);
      int id = e == unk ? Vocabulary.UNK : vocabulary.find(word, 0, word.length);
      if (id < 0) {
        throw new BadInputException(
            ("%s: the word %s is not in the vocabulary of %s. Import without --vocabulary, or give"
                    + " the directory that the model was estimated from")
                .formatted(head.file(), text(file, e), directory.path()));
      }
      log10[id] = head.logProb(e);
    }
    for (int id = 0; id < log10.length; id++) {
      if (Double.isNaN(log10[id])) {
        throw new BadInputException(
            ("%s: the word %s of the vocabulary of %s is not among the unigrams. Import without"
                    + " --vocabulary, or give the directory that the model was estimated from")
                .formatted(head.file(), vocabulary.word(id), directory.path()));
      }
    }
    TextSpec text =
        switch (directory.manifest().kind()) {
          case Corpus.KIND -> Corpus.open(conf, config.vocabulary()).text();
          case CountNgrams.KIND -> directory.facts(CountFacts.class).text();
          default -> directory.facts(NgramFacts.class).text();
        };
    return new ArpaVocabulary(vocabulary, log10, text);
  }

  /**
   * Returns the place of the unknown word in the file, or −1 if the options give its probability.
   */
  private static int unknownWord(ArpaHead head, ImportConfig config) {
    List<String> names = config.unk().isEmpty() ? List.of("<unk>", "<UNK>") : List.of(config.unk());
    for (String name : names) {
      int entry = find(head.words(), name);
      if (entry >= 0) {
        return entry;
      }
    }
    if (Double.isNaN(config.unkProbability())) {
      throw new BadInputException(
          ("%s: the unknown word %s is not among the unigrams, so unknown words have no"
                  + " probability. Name another one with --unk WORD, or give them a probability"
                  + " with --unk-probability X (0: text with unknown words is impossible)")
              .formatted(head.file(), String.join(" or ", names)));
    }
    return -1;
  }

  private static String name(ImportConfig config) {
    return config.unk().isEmpty() ? "<unk>" : config.unk();
  }

  private static void add(
      ArpaHead head, WordTable words, byte[] word, double log10p, double[] log10) {
    int id = words.add(word, 0, word.length, pseudoCount(log10p));
    if (id != words.size() - 1) {
      throw new BadInputException(
          ("%s: the word %s is among the unigrams, and the name of the unknown word too. Name"
                  + " another one with --unk WORD, or leave --lowercase out")
              .formatted(head.file(), new String(word, StandardCharsets.UTF_8)));
    }
    log10[id] = log10p;
  }

  private static long pseudoCount(double log10) {
    return Math.max(1, Math.round(PSEUDO_TOKENS * Math.pow(10, log10)));
  }

  private static int find(WordTable words, String word) {
    byte[] utf8 = bytes(word);
    return words.find(utf8, 0, utf8.length);
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(WordTable words, int entry) {
    return new String(words.word(entry), StandardCharsets.UTF_8);
  }
}
