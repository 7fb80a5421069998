package org.corpuslm.neural.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.LanguageModel.Scorer;
import org.corpuslm.model.saved.Models;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.PublishedFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Saved networks come back as they were; scorers agree with each other. */
class NeuralModelTest {
  private static final double FLOAT = 1e-5;

  @TempDir Path dir;

  private static Pipeline pipeline;
  private static String corpus;
  private static int size;

  @BeforeAll
  static void prepare() {
    pipeline = new Pipeline();
    corpus = pipeline.corpus(Pipeline.Text.of(List.of("a b c a b", "a b a d e", "f g h")));
    size = Corpus.open(Pipeline.conf(), corpus).vocabulary(Pipeline.conf()).size();
  }

  @AfterAll
  static void close() {
    pipeline.close();
    Pipeline.stop();
  }

  static Stream<NetworkConfig> networks() {
    return Stream.of(
        SavedNetworks.recurrent(Architecture.LSTM, size, 2),
        SavedNetworks.recurrent(Architecture.GRU, size, 1),
        SavedNetworks.window(size, 4));
  }

  private String save(NetworkConfig config) {
    return SavedNetworks.write(
        dir.resolve("model"), corpus, config, SavedNetworks.parameters(config, 7));
  }

  private LanguageModel open(NetworkConfig config) {
    return Models.open(Pipeline.conf(), save(config), 0);
  }

  @Test
  void whatIsSavedComesBack() {
    NetworkConfig config = SavedNetworks.recurrent(Architecture.LSTM, size, 2);
    NeuralModel model = (NeuralModel) open(config);
    assertThat(model.kind()).isEqualTo("neural-model");
    assertThat(model.name()).isEqualTo("lstm 2x7");
    assertThat(model.normalized()).isTrue();
    assertThat(model.facts().network()).isEqualTo(config);
    assertThat(model.facts().training()).containsEntry("epochs", 3);
    assertThat(model.parameters()).isEqualTo(SavedNetworks.parameters(config, 7));
    Corpus from = Corpus.open(Pipeline.conf(), corpus);
    assertThat(model.text()).isEqualTo(from.text());
    assertThat(model.vocabularyFingerprint())
        .isEqualTo(VocabularyFile.fingerprint(from.directory()));
    assertThat(dir.resolve("model/training.json")).exists();
  }

  /** The file alone, read as docs/formats.md describes it, gives the probabilities of the model. */
  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"LSTM", "GRU", "RNN"})
  void parametersAreLaidOutAsDocumented(Architecture architecture) throws IOException {
    NetworkConfig config = SavedNetworks.recurrent(architecture, size, 2);
    String path = save(config);
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(Path.of(URI.create(path)).resolve("parameters.bin")))
            .order(ByteOrder.LITTLE_ENDIAN);
    int gates = Map.of("lstm", 4, "gru", 3, "rnn", 1).get(architecture.toString()) * 7;
    int first = 5 * gates + 7 * gates + gates;
    int second = 7 * gates + 7 * gates + gates;
    assertThat(bytes.remaining()).isEqualTo(4 * (size * 5 + first + second + size * 7 + size));
    float[] parameters = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(parameters);
    SlowNetwork byHand = new SlowNetwork(config, parameters);
    LanguageModel model = Models.open(Pipeline.conf(), path, 0);
    int[] words = {3, 4, 3, 5, 0, Vocabulary.EOS};
    double[] lnP = new double[words.length];
    model.scorer(false).text(words, lnP, new byte[words.length]);
    for (int i = 0; i < words.length; i++) {
      assertThat(lnP[i]).isCloseTo(byHand.next()[words[i]], within(FLOAT));
      byHand.append(words[i]);
    }
  }

  @Test
  void parametersThatAreNotThoseOfTheManifestAreRefused() throws IOException {
    String path = save(SavedNetworks.recurrent(Architecture.RNN, size, 1));
    Path file = Path.of(URI.create(path)).resolve("parameters.bin");
    byte[] right = Files.readAllBytes(file);
    byte[] wrong = right.clone();
    wrong[100] ^= 1;
    Files.write(file, wrong);
    refused(path, "parameters.bin", "damaged", "SHA-256");
    Files.write(file, Arrays.copyOf(right, right.length - 4));
    refused(path, "parameters.bin", "damaged", right.length + "");
    Files.delete(file);
    refused(path, "parameters.bin", "missing");
    Files.write(file, right);
    assertThat(Models.open(Pipeline.conf(), path, 0).kind()).isEqualTo("neural-model");
  }

  @Test
  void anotherNetworkThanThatOfTheParametersIsRefused() throws IOException {
    String path = save(SavedNetworks.recurrent(Architecture.RNN, size, 1));
    Path manifest = Path.of(URI.create(path)).resolve("manifest.json");
    String json = Files.readString(manifest);
    Files.writeString(manifest, json.replace("\"hidden\" : 7", "\"hidden\" : 8"));
    refused(path, "parameters.bin", "parameters", "make its directory again");
    Files.writeString(manifest, json.replace("\"vocabulary\" : " + size, "\"vocabulary\" : 99"));
    refused(path, "vocabulary has " + size + " words", "99");
    Files.writeString(manifest, json.replace("\"rnn\"", "null"));
    refused(path, "manifest.json", "facts");
  }

  @Test
  void anotherVocabularyIsRefused() throws IOException {
    String path = save(SavedNetworks.recurrent(Architecture.RNN, size, 1));
    String other = pipeline.corpus(Pipeline.Text.of(List.of("x y")));
    PublishedFile words = Corpus.open(Pipeline.conf(), other).directory().only("vocabulary");
    PublishedFile own = Corpus.open(Pipeline.conf(), corpus).directory().only("vocabulary");
    Path directory = Path.of(URI.create(path));
    Files.copy(
        Path.of(URI.create(other + "/" + words.path())),
        directory.resolve(words.path()),
        StandardCopyOption.REPLACE_EXISTING);
    refused(path, "words.parquet", "damaged");
    Path manifest = directory.resolve("manifest.json");
    String json =
        Files.readString(manifest)
            .replace(own.sha256(), words.sha256())
            .replace("\"bytes\" : " + own.bytes(), "\"bytes\" : " + words.bytes())
            .replace("\"rows\" : " + own.rows(), "\"rows\" : " + words.rows());
    Files.writeString(manifest, json);
    refused(path, "vocabulary has 5 words", "one of " + size);
  }

  private static void refused(String path, String... parts) {
    assertThatThrownBy(() -> Models.open(Pipeline.conf(), path, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void parametersThatAreNotFiniteAreNotPublished() {
    NetworkConfig config = SavedNetworks.recurrent(Architecture.RNN, size, 1);
    float[] parameters = SavedNetworks.parameters(config, 1);
    parameters[5] = Float.NaN;
    assertThatThrownBy(() -> SavedNetworks.write(dir.resolve("model"), corpus, config, parameters))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("parameter 5", "NaN", "diverged");
    assertThat(dir.resolve("model")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theNextWordHasTheProbabilityThatASentenceGivesIt(NetworkConfig config) {
    LanguageModel model = open(config);
    int[] ids = text(150); // more than one chunk
    double[] lnP = scores(model.scorer(), ids);
    Scorer goesOn = model.scorer();
    double[] next = new double[size];
    for (int i = 0; i < ids.length; i++) {
      goesOn.next(history(ids, i), next);
      assertThat(Arrays.stream(next).map(Math::exp).sum()).isCloseTo(1, within(1e-6));
      assertThat(next[Vocabulary.BOS]).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(next[ids[i]]).isCloseTo(lnP[i], within(FLOAT));
    }
    // Anew, because it does not go on from the last one.
    goesOn.next(history(ids, 70), next);
    assertThat(next[ids[70]]).isCloseTo(lnP[70], within(FLOAT));
    model.scorer().next(history(ids, 149), next);
    assertThat(next[ids[149]]).isCloseTo(lnP[149], within(FLOAT));
  }

  @Test
  void withoutHistoryATextBegins() {
    LanguageModel model = open(SavedNetworks.recurrent(Architecture.LSTM, size, 1));
    double[] none = new double[size];
    double[] beginning = new double[size];
    model.scorer().next(new int[0], none);
    model.scorer().next(new int[] {Vocabulary.BOS}, beginning);
    assertThat(none).isEqualTo(beginning);
    double[] word = new double[size];
    Scorer scorer = model.scorer();
    scorer.next(new int[0], none);
    scorer.next(new int[] {4}, word);
    model.scorer().next(new int[] {4}, none);
    assertThat(word).as("no beginning is slipped in").isEqualTo(none);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void stateIsCarriedUnlessItIsReset(NetworkConfig config) {
    LanguageModel model = open(config);
    assertThat(model.carriesState()).isTrue();
    int[] one = {4, 5, Vocabulary.EOS};
    int[] two = {6, 4, 4, 0, Vocabulary.EOS};
    int[] both = {4, 5, Vocabulary.EOS, 6, 4, 4, 0, Vocabulary.EOS};
    double[] alone = scores(model.scorer(), two);

    Scorer carried = model.scorer();
    double[] first = scores(carried, one);
    carried.next(new int[] {7, 8}, new double[size]); // has a state of its own
    double[] second = scores(carried, two);
    double[] asOne = scores(model.scorer(), both);
    assertThat(first).containsExactly(Arrays.copyOf(asOne, 3), within(FLOAT));
    assertThat(second).containsExactly(Arrays.copyOfRange(asOne, 3, 8), within(FLOAT));
    assertThat(second[0]).isNotCloseTo(alone[0], within(1e-3));

    Scorer reset = model.scorer(true);
    assertThat(scores(reset, one)).isEqualTo(first);
    assertThat(scores(reset, two)).isEqualTo(alone);
  }

  @Test
  void scorersOfManyThreadsDoNotDisturbEachOther() {
    LanguageModel model = open(SavedNetworks.recurrent(Architecture.LSTM, size, 2));
    int[] ids = text(40);
    double[] expected = scores(model.scorer(), ids);
    List<double[]> all =
        IntStream.range(0, 64).parallel().mapToObj(i -> scores(model.scorer(), ids)).toList();
    assertThat(all).allSatisfy(lnP -> assertThat(lnP).isEqualTo(expected));
  }

  private static double[] scores(Scorer scorer, int[] ids) {
    double[] lnP = new double[ids.length];
    byte[] order = new byte[ids.length];
    Arrays.fill(order, (byte) 9);
    scorer.sentence(ids, 0, ids.length, lnP, order);
    assertThat(order).containsOnly(Scorer.NO_ORDER);
    return lnP;
  }

  private static int[] text(int length) {
    return new Random(3).ints(length, 2, size).toArray();
  }

  /** {@code <s>} and the first words of a text. */
  private static int[] history(int[] ids, int length) {
    int[] history = new int[length + 1];
    history[0] = Vocabulary.BOS;
    System.arraycopy(ids, 0, history, 1, length);
    return history;
  }
}
