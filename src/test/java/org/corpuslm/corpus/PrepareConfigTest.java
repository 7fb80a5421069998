package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.function.Consumer;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.Test;

class PrepareConfigTest {
  @Test
  void whatCannotBeMeantIsRefused() {
    refused(c -> c.minCount = 0, "--min-count is 0", "at least 1");
    refused(c -> c.maxVocab = -1, "--max-vocab is -1", "at least 0");
    refused(c -> c.maxLineBytes = 0, "--max-line-bytes is 0", "between 1 and 1073741824");
    refused(c -> c.tokenizer = "bpe2", "--tokenizer is bpe2", "whitespace, words, chars");
    refused(
        c -> {
          c.holdoutTest = 0.1;
          c.valid = List.of("v.txt");
        },
        "either --holdout or --valid and --test");
    refused(c -> c.holdoutValid = 1.5, "--holdout is 1.5,0.0", "together below 1");
  }

  @Test
  void theUnknownWordAndTheReplacementMustBeWords() {
    refused(c -> c.unk = "", "--unk is ''", "one word");
    refused(c -> c.unk = "not known", "--unk is 'not known'", "one word");
    refused(c -> c.unk = "<s>", "--unk is <s>", "marks sentences");
    refused(c -> c.replaceSpecial = "a\tb", "--replace-special is 'a\tb'", "one word");
    refused(c -> c.replaceSpecial = "</s>", "--replace-special is </s>", "marks sentences");
    refused(
        c -> {
          c.unk = "<UNK>";
          c.lowercase = true;
        },
        "--unk is <UNK>",
        "--lowercase",
        "write <unk>");
    refused(
        c -> {
          c.replaceSpecial = "<S>";
          c.lowercase = true;
        },
        "--replace-special is <S>",
        "write <s>");
  }

  @Test
  void survivesTheManifest() throws JsonProcessingException {
    Configs.Builder builder = Configs.of("a.txt", "b/*.gz");
    builder.holdoutValid = 0.1;
    builder.quarantine = true;
    builder.replaceSpecial = "S";
    PrepareConfig config = builder.build();
    assertThat(Json.MAPPER.readValue(Json.write(config), PrepareConfig.class)).isEqualTo(config);
  }

  private static void refused(Consumer<Configs.Builder> change, String... parts) {
    Configs.Builder builder = Configs.of("a.txt");
    change.accept(builder);
    assertThatThrownBy(builder::build)
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }
}
