package org.corpuslm.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.corpuslm.corpus.LabelSpec.Format;
import org.corpuslm.corpus.LabelSpec.Task;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labeled text of every format becomes words with labels, and every line is accounted for. */
class LabeledPrepareTest extends PrepareFixture {
  private static final String CONLLU =
      """
      # newdoc id = d1
      # sent_id = 1
      1-2\tDas\t_\t_\t_\t_\t_\t_\t_\t_
      1\tIn\tin\tADP\tAPPR\t_\t_\t_\t_\t_
      2\tdas\tder\tDET\tART\t_\t_\t_\t_\t_
      2.1\tleer\t_\t_\t_\t_\t_\t_\t_\t_
      3\tNew York\t_\tPROPN\tNE\t_\t_\t_\t_\t_


      # sent_id = 2
      1\tIn\tin\tADP\tAPPR\t_\t_\t_\t_\t_\r
      """;

  private Configs.Builder labeled(String text, Task task, Format format) {
    return labeled(text, LabelSpec.of(task, format, "", "", false));
  }

  private Configs.Builder labeled(String text, LabelSpec labels) {
    Configs.Builder config = Configs.of(text(text));
    config.labels = labels;
    return config;
  }

  /** Sentences of a split, words as word/label; behind it, the label of the sentence. */
  private static List<String> labeledSentences(Corpus corpus, String split) {
    Vocabulary vocabulary = corpus.vocabulary(cluster.hadoop());
    Labels labels = corpus.labels(cluster.hadoop());
    List<String> rows = new ArrayList<>();
    for (int p = 0; p < corpus.files(split).size(); p++) {
      try (LabeledReader reader =
          new LabeledReader(cluster.hadoop(), corpus, split, p, vocabulary.size(), labels.size())) {
        while (reader.next()) {
          LabeledSentence s = reader.sentence();
          List<String> words = new ArrayList<>();
          for (int i = 0; i < s.words().length; i++) {
            String word = s.form(i, vocabulary);
            words.add(corpus.task() == Task.TAG ? word + "/" + labels.name(s.labels()[i]) : word);
          }
          if (corpus.task() == Task.CLASSIFY) {
            words.add("=> " + labels.name(s.labels()[0]));
          }
          rows.add(String.join(" ", words));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return rows;
  }

  private static void checkVerified(Corpus corpus) {
    assertThat(Verification.findings(cluster.hadoop(), corpus.directory(), VerifyCorpus::run))
        .isEmpty();
  }

  @Test
  void conlluHasWordsWithLabelsAndEveryLineIsCounted() {
    Corpus corpus = prepare(labeled(CONLLU, Task.TAG, Format.CONLLU));
    assertThat(labeledSentences(corpus, "train"))
        .containsExactly("In/ADP das/DET New\u00a0York/PROPN", "In/ADP");
    CorpusFacts facts = corpus.facts();
    assertThat(facts.lines()).isEqualTo(11);
    assertThat(facts.kept()).isEqualTo(4); // words
    assertThat(facts.skippedEmpty()).isEqualTo(7);
    assertThat(facts.labels()).isEqualTo(3);
    assertThat(facts.split("train").size().bytes())
        .as("words with a space between them, and the end of the sentence")
        .isEqualTo("In das New\u00a0York\nIn\n".getBytes(UTF_8).length);
    Labels labels = corpus.labels(cluster.hadoop());
    assertThat(labels.name(0)).isEqualTo("ADP");
    assertThat(labels.count(0)).isEqualTo(2);
    assertThat(labels.name(1)).as("ties by bytes").isEqualTo("DET");
    checkVerified(corpus);
  }

  @Test
  void otherColumnsByNameOrNumber() {
    for (String field : List.of("xpos", "5")) {
      Corpus corpus =
          prepare(labeled(CONLLU, LabelSpec.of(Task.TAG, Format.CONLLU, "lemma", field, false)));
      assertThat(labeledSentences(corpus, "train"))
          .containsExactly("in/APPR der/ART _/NE", "in/APPR");
    }
  }

  @Test
  void columnsSkipCommentsAndDocumentMarksAndNoWords() {
    String text =
        "# file a\nThe\tX\tat\n#\tY\tnn\n\n\n-DOCSTART-\t-X-\tO\n\nA\tX\tat\n# b\tY\tnn\n";
    Corpus corpus = prepare(labeled(text, Task.TAG, Format.COLUMNS));
    assertThat(labeledSentences(corpus, "train"))
        .containsExactly("The/at #/nn", "A/at #\u00a0b/nn");
    assertThat(corpus.facts().kept()).isEqualTo(4);
    assertThat(corpus.facts().lines()).isEqualTo(9);
    checkVerified(corpus);
  }

  @Test
  void slashTakesTheLastSlash() {
    Corpus corpus = prepare(labeled("1/2/CD of/IN\n\n it/PRP  ", Task.TAG, Format.SLASH));
    assertThat(labeledSentences(corpus, "train")).containsExactly("1/2/CD of/IN", "it/PRP");
    assertThat(corpus.facts().kept()).isEqualTo(2);
    assertThat(corpus.facts().skippedEmpty()).isEqualTo(1);
  }

  @Test
  void linesWithOneLabelEach() {
    Configs.Builder tsv =
        labeled("good\tA fine  film\tignored\nbad\t\n", Task.CLASSIFY, Format.TSV);
    assertThat(labeledSentences(prepare(tsv), "train"))
        .containsExactly("A fine film => good", "=> bad");
    String json = "{\"text\": \"A fine\\nfilm\", \"label\": 1}\n{\"label\":\"x\",\"text\":\"B\"}\n";
    Corpus corpus = prepare(labeled(json, Task.CLASSIFY, Format.JSONL));
    assertThat(labeledSentences(corpus, "train")).containsExactly("A fine film => 1", "B => x");
    assertThat(corpus.facts().kept()).isEqualTo(2);
    checkVerified(corpus);
  }

  @ParameterizedTest
  @CsvSource({
    "CONLLU, '1\tIn\tin\tADP', is not a row",
    "CONLLU, '1\tIn\tin\t_\tx\t_\t_\t_\t_\t_', has no label",
    "CONLLU, '1\t \tin\tX\tx\t_\t_\t_\t_\t_', has no word",
    "CONLLU, '1\t<s>\tin\tX\tx\t_\t_\t_\t_\t_', holds a literal <s>",
    "COLUMNS, 'word DT', is not a row",
    "COLUMNS, 'word\t', has no label",
    "SLASH, 'the/DT dog', has no label",
    "SLASH, '/DT', has no word",
    "TSV, 'a text', is not a row",
    "JSONL, '{\"text\": 1}', has no word",
    "JSONL, '{\"text\": \"1\"}', has no label",
    "JSONL, '{\"text', is not a row",
    "JSONL, '[]', is not a row",
  })
  void badLinesAreNamedWithFileAndLine(Format format, String line, String reason) {
    Task task = format == Format.TSV || format == Format.JSONL ? Task.CLASSIFY : Task.TAG;
    Configs.Builder config = labeled("\n" + line + "\n", task, format);
    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(config.input.get(0) + ":2: the line " + reason)
        .hasMessageContaining(reason.contains("literal") ? "--replace-special" : "--format")
        .hasMessageNotContaining("--skip-special");
  }

  @Test
  void aBadLineSetsItsSentenceAside() {
    String text = "a\tX\nb\nc\tX\n\nd\tY\n";
    Configs.Builder config = labeled(text, Task.TAG, Format.COLUMNS);
    config.quarantine = true;
    Corpus corpus = prepare(config);
    assertThat(labeledSentences(corpus, "train")).containsExactly("d/Y");
    assertThat(corpus.facts().quarantined())
        .containsEntry("no_row", 1L)
        .containsEntry("in_bad_sentence", 2L);
    assertThat(corpus.facts().labels()).isEqualTo(1);
    checkVerified(corpus);
  }

  @Test
  void sentencesAreHeldOutByTheirWordsAndLabelsOfHeldOutTextAreKnown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      text.append("w").append(i % 100).append("/L").append(i % 100 + 100 * (i / 100)).append('\n');
    }
    Configs.Builder config = labeled(text.toString(), Task.TAG, Format.SLASH);
    config.holdoutValid = 0.2;
    config.holdoutTest = 0.2;
    Corpus corpus = prepare(config);
    assertThat(corpus.facts().labels()).isEqualTo(300);
    Set<String> all = new HashSet<>();
    int words = 0;
    for (String split : List.of("train", "valid", "test")) {
      Set<String> found = new HashSet<>();
      labeledSentences(corpus, split).forEach(s -> found.add(s.replaceAll("/.*", "")));
      assertThat(found).isNotEmpty();
      words += found.size();
      all.addAll(found);
    }
    assertThat(all).hasSize(100);
    assertThat(words).as("no word in two splits").isEqualTo(100);
    checkVerified(corpus);
  }

  @Test
  void documentsStayWhole() {
    StringBuilder text = new StringBuilder();
    for (int d = 0; d < 40; d++) {
      text.append("# newdoc id = ").append(d).append('\n');
      for (int s = 0; s < 5; s++) {
        text.append("d").append(d).append("\tX\n").append("s").append(s).append("\tY\n\n");
      }
    }
    Configs.Builder config =
        labeled(text.toString(), LabelSpec.of(Task.TAG, Format.COLUMNS, "", "", true));
    config.holdoutValid = 0.3;
    config.holdoutTest = 0.3;
    Corpus corpus = prepare(config);
    Set<String> seen = new HashSet<>();
    for (String split : List.of("train", "valid", "test")) {
      List<String> documents =
          labeledSentences(corpus, split).stream().map(s -> s.replaceAll("/.*", "")).toList();
      assertThat(documents).isNotEmpty();
      assertThat(documents.size() % 5).isZero();
      new HashSet<>(documents).forEach(d -> assertThat(seen.add(d)).as(d).isTrue());
    }
    assertThat(seen).hasSize(40);
  }

  @Test
  void wordsOfALabeledCorpusAreAnOrdinaryCorpus() {
    Path file = text("the/DT dog/NN\na/DT dog/NN\n");
    Configs.Builder config = Configs.of(file);
    config.labels = LabelSpec.of(Task.TAG, Format.SLASH, "", "", false);
    Corpus labeled = prepare(config);
    Corpus plain = prepare(Configs.of(text("the dog\na dog\n")));
    assertThat(words(labeled)).isEqualTo(words(plain));
    assertThat(sentences(labeled, "train")).isEqualTo(sentences(plain, "train"));
    assertThat(plain.config().labels()).isNull();
    assertThatThrownBy(plain::task).hasMessageContaining("has no labels; prepare it with --task");
  }

  @Test
  void lowercaseAndReplacedSpecialWordsKeepTheirLabels() {
    Configs.Builder config = labeled("The/DT <s>/X\n", Task.TAG, Format.SLASH);
    config.lowercase = true;
    config.replaceSpecial = "mark";
    assertThat(labeledSentences(prepare(config), "train")).containsExactly("the/DT mark/X");
  }

  @Test
  void optionsThatDoNotFit() {
    assertThatThrownBy(() -> LabelSpec.of(Task.TAG, Format.TSV, "", "", false))
        .hasMessageContaining("--format is tsv, which is of --task classify")
        .hasMessageContaining("conllu, columns, slash");
    assertThatThrownBy(() -> LabelSpec.of(Task.TAG, Format.SLASH, "1", "", false))
        .hasMessageContaining("leave out --text-field");
    assertThatThrownBy(() -> LabelSpec.of(Task.TAG, Format.CONLLU, "word", "", false))
        .hasMessageContaining("--text-field is 'word'")
        .hasMessageContaining("form, lemma");
    assertThatThrownBy(() -> LabelSpec.of(Task.CLASSIFY, Format.TSV, "1", "1", false))
        .hasMessageContaining("must differ");
    assertThatThrownBy(() -> LabelSpec.of(Task.CLASSIFY, Format.TSV, "", "", true))
        .hasMessageContaining("--holdout-by");
    Configs.Builder config = labeled("a/B\n", Task.TAG, Format.SLASH);
    config.tokenizer = "words";
    assertThatThrownBy(config::build).hasMessageContaining("--tokenizer is words");
  }

  @Test
  void tooManyLabelsAreRefused() {
    StringBuilder text = new StringBuilder();
    IntStream.rangeClosed(0, Labels.MAX).forEach(i -> text.append("w/").append(i).append('\n'));
    assertThatThrownBy(() -> prepare(labeled(text.toString(), Task.TAG, Format.SLASH)))
        .hasMessageContaining("more than 65,536 different labels")
        .hasMessageContaining("--label-field");
  }
}
