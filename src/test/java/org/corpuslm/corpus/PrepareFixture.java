package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.LocalCluster;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Base of tests of {@code prepare}: Spark, texts of a few lines, and the words of a corpus. */
abstract class PrepareFixture {
  static Cluster cluster;

  @TempDir Path root;
  private int outputs;

  @BeforeAll
  static void open() {
    cluster = LocalCluster.open("prepare-test");
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  Path text(String content) {
    return TextFiles.write(root.resolve("text-%03d.txt".formatted(outputs++)), content);
  }

  OutputDirectory output() {
    return OutputDirectory.create(
        cluster.hadoop(), root.resolve("corpus-" + outputs++).toString(), false);
  }

  Corpus prepare(Configs.Builder config) {
    try (OutputDirectory output = output()) {
      Published published = new Prepare(cluster, config.build()).run(output);
      return Corpus.open(cluster.hadoop(), published.path());
    }
  }

  static List<String> words(Corpus corpus) {
    return words(corpus.vocabulary(cluster.hadoop()));
  }

  /** {@code word:count} in the order of the ids. */
  static List<String> words(Vocabulary v) {
    return IntStream.range(0, v.size()).mapToObj(id -> v.word(id) + ":" + v.count(id)).toList();
  }

  /** Sentences of a split; of an unknown word the form stands behind it where it is kept. */
  static List<String> sentences(Corpus corpus, String split) {
    Vocabulary vocabulary = corpus.vocabulary(cluster.hadoop());
    List<String> sentences = new ArrayList<>();
    List<String> sentence = new ArrayList<>();
    for (PublishedFile file : corpus.files(split)) {
      try (TokenFile.Reader reader =
          new TokenFile.Reader(
              cluster.hadoop(),
              corpus.directory().at(file),
              file,
              !split.equals("train"),
              vocabulary.size())) {
        while (reader.next()) {
          if (reader.id() == Vocabulary.EOS) {
            sentences.add(String.join(" ", sentence));
            sentence.clear();
          } else {
            String form =
                reader.form() == null ? "" : new String(reader.form(), StandardCharsets.UTF_8);
            String word = vocabulary.word(reader.id());
            sentence.add(form.isEmpty() || form.equals(word) ? word : word + "(" + form + ")");
          }
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(sentence).isEmpty();
    return sentences;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Lines of 0 to 12 words, words by a law like Zipf's. */
  static String randomText(int lines) {
    Random random = new Random(lines);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      int words = random.nextInt(13);
      for (int w = 0; w < words; w++) {
        int rank = (int) Math.exp(random.nextDouble() * Math.log(300));
        text.append(w == 0 ? "" : " ").append("w\u00e9".repeat(rank % 3)).append(rank);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
