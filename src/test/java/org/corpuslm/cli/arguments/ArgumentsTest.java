package org.corpuslm.cli.arguments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Arguments that are not what was typed are found by the bytes of the process. */
class ArgumentsTest {
  @Test
  void whatIsTypedIsWhole() {
    assertThat(broken(true, raw("le café", "--x"), "le café", "--x")).isNull();
    assertThat(broken(true, raw("a?b", "part-??.txt"), "a?b", "part-??.txt")).isNull();
    assertThat(broken(true, raw("x\ufffdy"), "x\ufffdy")).as("typed like that").isNull();
    assertThat(broken(true, Set.of(), "le café")).as("raw bytes unknown").isNull();
    assertThat(broken(false, raw("a?b", "plain"), "a?b", "plain")).isNull();
  }

  @Test
  void whatArrivedBrokenIsFound() {
    assertThat(broken(false, raw("café"), "caf\ufffd\ufffd")).isEqualTo("caf\ufffd\ufffd");
    assertThat(broken(false, raw("café"), "ok", "caf\u00c3\u00a9"))
        .as("Latin-1 locale")
        .isNotNull();
    for (String lost : new String[] {"caf??", "caf?"}) {
      assertThat(broken(false, raw(lost), lost)).as("typed like that").isNull();
      assertThat(broken(false, raw("org.apache.spark.deploy.SparkSubmit", lost), lost))
          .as("by Spark's launcher")
          .isEqualTo(lost);
    }
    assertThat(broken(true, raw("org.apache.spark.deploy.SparkSubmit", "a?b"), "a?b")).isNull();
    assertThat(broken(false, Set.of(), "caf??")).isNotNull();
    assertThat(broken(true, Set.of("caf\u00e9"), "caf\ufffd")).as("Latin-1 bytes").isNotNull();
  }

  private static String broken(boolean utf8, Set<String> raw, String... args) {
    return Arguments.firstBroken(raw, utf8, args);
  }

  /** Arguments as the process has them, a character for each byte. */
  private static Set<String> raw(String... args) {
    return Arrays.stream(args)
        .map(a -> new String(a.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
        .collect(Collectors.toSet());
  }
}
