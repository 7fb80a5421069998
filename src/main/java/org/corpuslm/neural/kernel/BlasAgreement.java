package org.corpuslm.neural.kernel;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The choice of one BLAS kernel for all executors of a run, because products of different kernels
 * differ in the last bits.
 */
public final class BlasAgreement {
  /** Name that selects the best kernel that all executors can run. */
  public static final String AUTO = "auto";

  private static final Logger LOG = LoggerFactory.getLogger(BlasAgreement.class);

  private BlasAgreement() {}

  /**
   * An executor's answer.
   *
   * @param name executor and host, for messages
   * @param fixed the kernel it is bound to, see {@link Blas#fixed()}
   * @param flags flags of its processor
   */
  record Executor(String name, String fixed, Set<String> flags) implements Serializable {}

  /**
   * Asks all executors that have registered, chooses a kernel and tells it to every later task. An
   * executor that joins later and cannot run the kernel fails its tasks. The driver uses the same
   * kernel if it can; it computes no part of a model.
   *
   * @param wanted a kernel's name or {@link #AUTO}
   * @return the kernel's name
   * @throws BadInputException if an executor cannot run the kernel, or {@code wanted} is auto and
   *     executors are bound to different ones; it names them and the fix
   */
  public static String reach(Cluster cluster, String wanted) {
    int tasks = cluster.awaitSlots();
    List<Executor> executors =
        cluster
            .map(
                "BLAS kernels",
                IntStream.range(0, tasks).boxed().toList(),
                (i, task) ->
                    new Executor(
                        Cluster.executor(), Blas.fixed(), new TreeSet<>(BlasKernel.flags())))
            .stream()
            .distinct()
            .toList();
    String kernel = among(executors, wanted);
    cluster.tell(Blas.OF_RUN, kernel);
    cluster.map(
        "BLAS kernel " + kernel,
        IntStream.range(0, tasks).boxed().toList(),
        (i, task) -> Blas.ready());
    LOG.info("BLAS kernel {} on {} executors", kernel, executors.size());
    if (Blas.trouble(kernel, Blas.fixed(), BlasKernel.flags()) == null) {
      Blas.use(kernel);
    }
    return kernel;
  }

  /**
   * Returns a kernel's name in OpenBLAS's spelling, or {@link #AUTO}.
   *
   * @throws BadInputException if there is no such kernel
   */
  public static String checked(String name) {
    if (AUTO.equalsIgnoreCase(name)) {
      return AUTO;
    }
    BlasKernel kernel = BlasKernel.named(name);
    if (kernel == null) {
      throw new BadInputException(
          "--blas-kernel is %s; give auto or one of %s".formatted(name, BlasKernel.names()));
    }
    return kernel.toString();
  }

  /** Chooses the kernel from the answers; see {@link #reach}. */
  static String among(List<Executor> executors, String wanted) {
    String kernel = wanted.equals(AUTO) ? best(executors) : wanted;
    for (Executor executor : executors) {
      String trouble = Blas.trouble(kernel, executor.fixed(), executor.flags());
      if (trouble != null) {
        throw new BadInputException("%s %s".formatted(executor.name(), trouble));
      }
    }
    return kernel;
  }

  private static String best(List<Executor> executors) {
    Set<String> fixed =
        executors.stream()
            .map(Executor::fixed)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    if (fixed.size() > 1) {
      throw new BadInputException(
          ("the executors use different BLAS kernels already (%s); set %s alike for all of them, or"
                  + " start anew with --blas-kernel")
              .formatted(
                  executors.stream()
                      .filter(e -> !e.fixed().isEmpty())
                      .map(e -> e.name() + ": " + e.fixed())
                      .collect(Collectors.joining(", ")),
                  Blas.VARIABLE));
    }
    if (!fixed.isEmpty()) {
      return fixed.iterator().next();
    }
    Set<String> common = new TreeSet<>(executors.get(0).flags());
    executors.forEach(executor -> common.retainAll(executor.flags()));
    return BlasKernel.best(common).toString();
  }
}
