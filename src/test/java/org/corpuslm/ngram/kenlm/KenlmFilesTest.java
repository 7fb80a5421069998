package org.corpuslm.ngram.kenlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads files that KenLM's own code wrote: {@code order3.arpa} of the tiny models, built with
 * {@code libime_slm_build_binary} of Debian's libime-bin 1.0.16 as each of the kinds that it knows
 * ({@code src/test/resources/kenlm/README.md}). Quantized values are exact there, because every
 * order has fewer values than bins.
 */
class KenlmFilesTest {
  private static final Path RESOURCES =
      Path.of(System.getProperty("corpuslm.basedir", "."), "src/test/resources");
  private static final Configuration CONF = new Configuration();
  private static final double LN10 = Math.log(10);

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "probing.bin",
        "trie.bin",
        "trie-quantized.bin",
        "trie-array.bin",
        "trie-quantized-array.bin"
      })
  void everyProbabilityIsThatOfTheArpaFile(String name) throws IOException {
    BinaryModel model = open(RESOURCES.resolve("kenlm").resolve(name));
    Map<List<String>, double[]> arpa = arpa();
    Vocabulary vocabulary = model.vocabulary();
    assertThat(vocabulary.size()).isEqualTo(23);
    assertThat(vocabulary.hasWords()).isTrue();
    List<String> words = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      words.add(vocabulary.word(id));
    }
    double[] lnP = new double[vocabulary.size()];
    for (String first : words) {
      for (String second : words) {
        int[] history = {vocabulary.id(first), vocabulary.id(second)};
        model.scorer().next(history, lnP);
        for (String word : words) {
          if (!word.equals("<s>")) {
            double expected = log10(arpa, List.of(first, second), word);
            assertThat(lnP[vocabulary.id(word)] / LN10)
                .as("%s after %s %s", word, first, second)
                .isCloseTo(expected, within(1e-6));
          }
        }
      }
    }
    BinaryFile.open(CONF, RESOURCES.resolve("kenlm").resolve(name).toString()).verify();
  }

  @Test
  void allKindsHaveTheSameIds() {
    String probing = open(RESOURCES.resolve("kenlm/probing.bin")).vocabularyFingerprint();
    String trie = open(RESOURCES.resolve("kenlm/trie-array.bin")).vocabularyFingerprint();
    assertThat(trie).isEqualTo(probing);
  }

  @Test
  void aFileWithoutWordsScoresText() throws IOException {
    Path whole = RESOURCES.resolve("kenlm/trie.bin");
    byte[] bytes = Files.readAllBytes(whole);
    bytes[100] = 0; // whether the words follow
    int end = (int) BinaryFile.open(CONF, whole.toString()).info().mappedBytes();
    Path bare = Files.write(dir.resolve("bare.bin"), Arrays.copyOf(bytes, end));
    BinaryModel model = open(bare);
    BinaryModel withWords = open(whole);
    assertThat(model.vocabulary().hasWords()).isFalse();
    assertThat(model.vocabularyFingerprint()).isEqualTo(withWords.vocabularyFingerprint());
    for (String word : List.of("<unk>", "<s>", "</s>", "the", "students", "nowhere")) {
      byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
      assertThat(model.vocabulary().find(utf8, 0, utf8.length))
          .isEqualTo(withWords.vocabulary().find(utf8, 0, utf8.length));
    }
    assertThat(model.vocabulary().word(5)).matches("#[0-9a-f]{16}");
    assertThat(BinaryFile.open(CONF, bare.toString()).info().hasWords()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"probing.bin", "trie.bin", "trie-quantized-array.bin"})
  void truncatedFilesAreRefused(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(RESOURCES.resolve("kenlm").resolve(name));
    for (int length = BinaryHeader.PREFIX_BYTES; length < bytes.length; length += 37) {
      Path cut = Files.write(dir.resolve("cut.bin"), Arrays.copyOf(bytes, length));
      refused(cut).hasMessageContaining("cut.bin").hasMessageContaining("truncated");
    }
    Path last = Files.write(dir.resolve("cut.bin"), Arrays.copyOf(bytes, bytes.length - 1));
    refused(last).hasMessageContaining("truncated");
    assertThat(BinaryFile.isBinary(CONF, last.toString())).isTrue();
  }

  @Test
  void otherVersionsAndByteOrdersAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(RESOURCES.resolve("kenlm/probing.bin"));
    refusedWith(bytes, 49, "4".getBytes(StandardCharsets.UTF_8), "format version 4");
    byte[] incomplete = "incomplete\n\0".getBytes(StandardCharsets.UTF_8);
    refusedWith(bytes, 34, incomplete, "not finished");
    ByteBuffer big = ByteBuffer.allocate(32).order(ByteOrder.BIG_ENDIAN);
    big.putFloat(0).putFloat(1).putFloat(-0.5f).putInt(1).putInt(-1).putInt(0).putLong(1);
    refusedWith(bytes, 56, big.array(), "big-endian");
    refusedWith(bytes, 60, new byte[4], "32-bit");
    refusedWith(bytes, 96, new byte[] {6}, "of kind 6", "0 to 5");
    refusedWith(bytes, 104, new byte[] {1}, "of version 1", "reads version 0");
    refusedWith(bytes, 88, new byte[] {1}, "of order 1");
    refusedWith(bytes, 88, new byte[] {21}, "of order 21");
    refusedWith(bytes, 92, new byte[4], "damaged", "0.0 buckets");
    refusedWith(bytes, 115, new byte[] {(byte) 0x80}, "damaged", "n-grams");
    refusedWith(bytes, 122, new byte[] {127}, "truncated");
    refusedWith(bytes, 123, new byte[] {127}, "damaged");
    refusedWith(bytes, 136, new byte[] {9}, "word table of version 9");
    refusedWith(bytes, 140, new byte[] {9}, "its word table has 9 words");
    byte[] quantized = Files.readAllBytes(RESOURCES.resolve("kenlm/trie-quantized.bin"));
    int bins = 136 + 8 + 8 * 23;
    refusedWith(quantized, bins, new byte[] {1}, "quantized values of version 1");
    refusedWith(quantized, bins + 1, new byte[] {26}, "values of 26 and 8 bits");
  }

  private void refusedWith(byte[] bytes, int at, byte[] change, String... parts)
      throws IOException {
    byte[] damaged = bytes.clone();
    System.arraycopy(change, 0, damaged, at, change.length);
    refused(Files.write(dir.resolve("bad.bin"), damaged)).hasMessageContainingAll(parts);
  }

  /** Whatever is damaged: an error with a name, or probabilities; no other exception, no hang. */
  @Test
  void noDamageEndsInAnotherException() throws IOException {
    Random random = new Random(5);
    for (String name : List.of("probing.bin", "trie.bin", "trie-quantized-array.bin")) {
      byte[] bytes = Files.readAllBytes(RESOURCES.resolve("kenlm").resolve(name));
      for (int i = 0; i < 300; i++) {
        byte[] damaged = bytes.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
          int header = random.nextInt(4) == 0 ? 160 : damaged.length;
          damaged[BinaryHeader.PREFIX_BYTES + random.nextInt(header - 40)] =
              (byte) random.nextInt(256);
        }
        Path file = Files.write(dir.resolve("damaged.bin"), damaged);
        try {
          BinaryModel model = open(file);
          double[] lnP = new double[model.vocabulary().size()];
          model.scorer().next(new int[] {1, 3, 4}, lnP);
          BinaryFile.open(CONF, file.toString()).verify();
        } catch (BadInputException e) {
          assertThat(e.getMessage()).contains("damaged.bin");
        }
      }
    }
  }

  private static AbstractThrowableAssert<?, ?> refused(Path file) {
    return assertThatThrownBy(() -> open(file)).isInstanceOf(BadInputException.class);
  }

  private static BinaryModel open(Path file) {
    return BinaryModel.open(CONF, file.toString());
  }

  /** Reads the ARPA file as a dictionary. */
  private static Map<List<String>, double[]> arpa() throws IOException {
    Map<List<String>, double[]> ngrams = new HashMap<>();
    for (String line : Files.readAllLines(RESOURCES.resolve("tiny/order3.arpa"))) {
      String[] fields = line.split("\t");
      if (fields.length >= 2) {
        double backoff = fields.length > 2 ? Double.parseDouble(fields[2]) : 0;
        ngrams.put(
            List.of(fields[1].split(" ")), new double[] {Double.parseDouble(fields[0]), backoff});
      }
    }
    return ngrams;
  }

  private static double log10(Map<List<String>, double[]> arpa, List<String> history, String word) {
    List<String> ngram = new ArrayList<>(history);
    ngram.add(word);
    double[] found = arpa.get(ngram);
    if (found != null) {
      return found[0];
    }
    double[] context = arpa.get(history);
    return (context == null ? 0 : context[1])
        + log10(arpa, history.subList(1, history.size()), word);
  }
}
