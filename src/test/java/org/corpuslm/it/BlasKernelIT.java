package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in JVMs of their own use one BLAS kernel, or end with an error that names it. */
@Tag("cluster") // six runs on separate executors
class BlasKernelIT {
  private static final String CLUSTER = "local-cluster[2,1,1024]";

  @TempDir private Path dir;

  @BeforeEach
  void corpus() throws IOException {
    Assumptions.assumeTrue(
        Files.readString(Path.of("/proc/cpuinfo")).contains(" avx2 "), "needs AVX2");
    Path text = dir.resolve("text.txt");
    Files.write(text, ZipfText.lines(300, 100, 11), StandardCharsets.UTF_8);
    Submit.corpuslm(
            "local[1]",
            "prepare",
            "--input",
            text.toString(),
            "--holdout",
            "0.1,0.1",
            "--output",
            dir.resolve("corpus").toString())
        .orFail();
  }

  private Submit.Outcome train(String sparkOptions, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Submit.BASE.resolve("scripts/corpuslm").toString());
    command.addAll(
        List.of(
            ("train --model rnn --embedding 8 --hidden 8 --batch 2 --bptt 6 --epochs 1"
                    + " --overwrite --corpus "
                    + dir.resolve("corpus")
                    + " --output "
                    + dir.resolve("model"))
                .split(" ")));
    command.addAll(List.of(more));
    return Submit.run(
        command, Map.of("CORPUSLM_SPARK_OPTS", "--master %s %s".formatted(CLUSTER, sparkOptions)));
  }

  private String kernel() throws IOException {
    JsonNode manifest = Json.MAPPER.readTree(dir.resolve("model/manifest.json").toFile());
    return manifest.at("/facts/training/blasKernel").asText();
  }

  @Test
  void executorsUseTheKernelOfTheRun() throws Exception {
    // Time is up before the first round: the checkpoint stays.
    Submit.Outcome pinned = train("", "--blas-kernel", "nehalem", "--max-hours", "1e-9").orFail();
    assertThat(pinned.err())
        .contains("BLAS kernel Nehalem on 2 executors")
        .containsPattern("WARN .*BLAS kernel Nehalem uses SSE only");
    assertThat(kernel()).isEqualTo("Nehalem");
    assertThat(dir.resolve("model/training.html")).content().contains("BLAS kernel Nehalem");

    Submit.Outcome other = train("", "--resume");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("resume with --blas-kernel Nehalem");

    train("", "--resume", "--blas-kernel", "Nehalem").orFail();
    assertThat(kernel()).isEqualTo("Nehalem");
  }

  @Test
  void executorsThatHaveAnotherAreNamed() {
    Submit.Outcome refused =
        train("--conf spark.executorEnv.OPENBLAS_CORETYPE=Nehalem", "--blas-kernel", "Haswell");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .containsPattern("corpuslm: executor [01] on .* uses BLAS kernel Nehalem already")
        .contains("OPENBLAS_CORETYPE", "--blas-kernel Nehalem");
  }
}
