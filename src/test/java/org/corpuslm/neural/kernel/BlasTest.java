package org.corpuslm.neural.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.corpuslm.neural.kernel.BlasAgreement.Executor;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

/** The choice of the BLAS kernel: by flags alone, between executors, and as it is really loaded. */
class BlasTest {
  private static final String SSE3 = "fpu sse sse2 pni";
  private static final String SSE4 = SSE3 + " ssse3 sse4_1 sse4_2";
  private static final String AVX = SSE4 + " avx";
  private static final String AVX2 = AVX + " avx2 fma";
  private static final String AVX512 = AVX2 + " avx512f avx512cd avx512bw avx512dq avx512vl";

  @TempDir private Path dir;

  private static Set<String> flags(String text) {
    return new TreeSet<>(List.of(text.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "fpu sse sse2,",
    SSE3 + ",Prescott",
    SSE4 + ",Nehalem",
    AVX + ",Sandybridge",
    // AMD has had FMA without AVX2, and AVX2 without it is told of by some hypervisors.
    AVX + " fma,Sandybridge",
    AVX + " avx2,Sandybridge",
    AVX2 + ",Haswell",
    // Knights Landing has AVX-512 without the parts that SkylakeX needs.
    AVX2 + " avx512f avx512cd avx512er avx512pf,Haswell",
    AVX512 + ",SkylakeX",
    // Zen 5 and Emerald Rapids, unknown to OpenBLAS 0.3.19.
    AVX512 + " avx512_bf16 avx512_vnni,SkylakeX",
  })
  void theBestKernelFollowsFromTheFlags(String flags, String kernel) {
    BlasKernel best = BlasKernel.best(flags(flags));
    assertThat(best == null ? null : best.toString()).isEqualTo(kernel);
  }

  @Test
  void flagsAreThoseOfCpuinfo() {
    List<String> lines =
        List.of(
            "processor\t: 0", "model name\t: Any", "flags\t\t: fpu AVX2 fma", "", "flags\t: no");
    assertThat(BlasKernel.flags(lines)).containsExactlyInAnyOrder("fpu", "avx2", "fma");
    assertThat(BlasKernel.flags(List.of("Features\t: fp asimd"))).isEmpty();
  }

  private static Executor executor(String name, String fixed, String flags) {
    return new Executor(name, fixed, flags(flags));
  }

  @Test
  void executorsTakeTheBestThatAllOfThemHave() {
    Executor old = executor("old", "", AVX2);
    Executor young = executor("young", "", AVX512);
    assertThat(BlasAgreement.among(List.of(young), "auto")).isEqualTo("SkylakeX");
    assertThat(BlasAgreement.among(List.of(young, old), "auto")).isEqualTo("Haswell");
    assertThat(BlasAgreement.among(List.of(young, old), "Zen")).isEqualTo("Zen");
    Executor loaded = executor("loaded", "Nehalem", AVX512);
    assertThat(BlasAgreement.among(List.of(old, loaded, young), "auto")).isEqualTo("Nehalem");
    assertThat(BlasAgreement.among(List.of(executor("m", "MKL", AVX2)), "auto")).isEqualTo("MKL");
  }

  @Test
  void executorsThatCannotAgreeAreNamed() {
    Executor old = executor("executor 1 on old", "", AVX2);
    Executor young = executor("executor 2 on young", "", AVX512);
    Executor loaded = executor("executor 3 on young", "SkylakeX", AVX512);
    Executor other = executor("executor 4 on young", "Haswell", AVX512);
    refused(List.of(young, old), "SkylakeX", "executor 1 on old", "avx512f", "Haswell");
    refused(List.of(young, loaded), "Haswell", "executor 3 on young", "SkylakeX already");
    refused(List.of(old, loaded), "auto", "executor 1 on old", "avx512f");
    refused(List.of(loaded, other), "auto", "3 on young: SkylakeX", "4 on young: Haswell");
  }

  private static void refused(List<Executor> executors, String wanted, String... parts) {
    assertThatThrownBy(() -> BlasAgreement.among(executors, wanted))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void namesAreChecked() {
    assertThat(BlasAgreement.checked("AUTO")).isEqualTo("auto");
    assertThat(BlasAgreement.checked("skylakex")).isEqualTo("SkylakeX");
    assertThatThrownBy(() -> BlasAgreement.checked("Pentium"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("--blas-kernel is Pentium", "auto", "Haswell", "SkylakeX");
  }

  /** Runs in a JVM of its own: prints the kernel before and after another one is requested. */
  static final class Loads {
    private Loads() {}

    public static void main(String[] kernels) {
      if (kernels.length == 0) {
        System.out.println("sum " + Nd4j.ones(2, 2).mmul(Nd4j.ones(2, 2)).sumNumber());
        System.out.println("kernel " + Blas.ready());
      }
      for (String kernel : kernels) {
        try {
          System.out.println("kernel " + Blas.use(kernel));
        } catch (BadInputException e) {
          System.out.println("refused " + e.getMessage());
        }
      }
    }
  }

  private List<String> loads(Map<String, String> environment, String... kernels)
      throws IOException, InterruptedException {
    Path out = dir.resolve("out");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Loads.class.getName()));
    command.addAll(List.of(kernels));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove(Blas.VARIABLE);
    builder.environment().put("OPENBLAS_VERBOSE", "2");
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return Files.readAllLines(out, StandardCharsets.UTF_8);
  }

  private static void needs(BlasKernel kernel) {
    assumeTrue(kernel.missing(BlasKernel.flags()).isEmpty(), "needs a processor with " + kernel);
  }

  /** OpenBLAS itself says "Core: NAME" when it is loaded. */
  @Test
  void thePinnedKernelIsTheOneThatIsLoadedAndStays() throws Exception {
    needs(BlasKernel.HASWELL);
    assertThat(loads(Map.of(), "Nehalem", "Nehalem", "Haswell"))
        .containsSubsequence("Core: Nehalem", "kernel Nehalem", "kernel Nehalem")
        .last()
        .asString()
        .contains("refused", "kernel Nehalem already", "--blas-kernel Nehalem");
    assertThat(loads(Map.of(), "Haswell")).contains("Core: Haswell").endsWith("kernel Haswell");
  }

  /** A kernel that the processor lacks would end the JVM with an illegal instruction. */
  @Test
  void aKernelThatTheProcessorLacksIsNotLoaded() throws Exception {
    assumeTrue(!BlasKernel.flags().isEmpty(), "needs Linux on x86-64");
    assumeTrue(
        !BlasKernel.SKYLAKEX.missing(BlasKernel.flags()).isEmpty(),
        "needs a processor without AVX-512");
    assertThat(loads(Map.of(), "SkylakeX"))
        .noneMatch(line -> line.startsWith("Core:"))
        .last()
        .asString()
        .contains("refused", "avx512f");
  }

  /** The kernel is chosen even if other code uses ND4J first. */
  @Test
  void nd4jItselfComesByTheChoice() throws Exception {
    needs(BlasKernel.HASWELL);
    String best = BlasKernel.best(BlasKernel.flags()).toString();
    assertThat(loads(Map.of())).contains("Core: " + best, "sum 8.0").endsWith("kernel " + best);
  }

  /** Uses the settings with which {@code scripts/corpuslm} starts local runs. */
  @Test
  void aJvmThatCannotStartProcessesGetsTheBestKernelToo() throws Exception {
    needs(BlasKernel.HASWELL);
    String best = BlasKernel.best(BlasKernel.flags()).toString();
    assertThat(loads(Map.of("JAVA_TOOL_OPTIONS", "-Djdk.lang.Process.launchMechanism=none")))
        .contains("Core: " + best)
        .noneMatch(line -> line.contains("WARN"))
        .endsWith("kernel " + best);
  }

  @Test
  void theUsersOwnVariableIsHonouredAndNamed() throws Exception {
    needs(BlasKernel.HASWELL);
    assertThat(loads(Map.of(Blas.VARIABLE, "Prescott")))
        .contains("Core: Prescott")
        .anyMatch(line -> line.contains("WARN") && line.contains("SSE only"))
        .endsWith("kernel Prescott");
    assertThat(loads(Map.of(Blas.VARIABLE, "Prescott"), "Haswell").toString())
        .contains("refused", Blas.VARIABLE, "Prescott");
  }
}
