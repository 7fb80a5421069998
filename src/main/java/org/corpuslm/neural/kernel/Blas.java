package org.corpuslm.neural.kernel;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The BLAS library of this JVM. OpenBLAS chooses its kernel once, when it is loaded, and the
 * version that ND4J brings falls back to SSE on processors that it does not know. This class
 * chooses the kernel by the processor's flags instead and puts its name into the environment of the
 * process before the library is loaded. ND4J calls it before its first use of the library ({@link
 * BlasBackend}).
 */
public final class Blas {
  private static final Logger LOG = LoggerFactory.getLogger(Blas.class);

  /**
   * Environment variable with a kernel's name, read by OpenBLAS when loaded; a user's value wins.
   */
  static final String VARIABLE = "OPENBLAS_CORETYPE";

  /** Name of the Spark property that gives tasks the kernel of their run. */
  static final String OF_RUN = "corpuslm.blas-kernel";

  private static final String MKL = "MKL";
  private static final int VENDOR_MKL = 3;

  private static volatile String loaded; // null = not yet

  private Blas() {}

  /**
   * Loads the library if it is not loaded yet: in a task of a run with the kernel that its
   * executors agreed on, else with the best one for this processor. Cheap once loaded.
   *
   * @return the kernel's name
   * @throws BadInputException if this JVM has already loaded another kernel than that of the run,
   *     or its processor cannot run it
   */
  public static String ready() {
    String agreed = Cluster.told(OF_RUN);
    String now = loaded;
    if (now != null && (agreed == null || agreed.equals(now))) {
      return now;
    }
    return agreed == null ? load() : use(agreed);
  }

  /** Loads the library with this kernel; throws as {@link #ready}. */
  static synchronized String use(String kernel) {
    if (loaded == null) {
      refuse(trouble(kernel, fixed(), BlasKernel.flags()));
      load(kernel, "as the run wants it");
    }
    refuse(trouble(kernel, loaded, Set.of()));
    return loaded;
  }

  /** Loads the library with the kernel of the environment, else with the best one. */
  private static synchronized String load() {
    if (loaded == null) {
      String own = System.getenv(VARIABLE);
      BlasKernel best = BlasKernel.best(BlasKernel.flags());
      if (own != null && !own.isEmpty()) {
        load(own, VARIABLE + " in the environment");
      } else if (best != null && !isMkl()) {
        load(best.toString(), "the best for the processor's flags");
      } else {
        load(null, "the library's own choice");
      }
    }
    return loaded;
  }

  /**
   * Returns the kernel that this JVM is bound to: that of the loaded library, or that of its
   * environment variable; empty if it is still free to choose.
   */
  static synchronized String fixed() {
    if (loaded != null) {
      return loaded;
    }
    String own = System.getenv(VARIABLE);
    if (own != null && !own.isEmpty()) {
      BlasKernel known = BlasKernel.named(own);
      return known == null ? own : known.toString();
    }
    return isMkl() || BlasKernel.best(BlasKernel.flags()) == null ? load() : "";
  }

  /**
   * Returns the reason why a JVM cannot use a kernel.
   *
   * @param fixed the kernel that the JVM is bound to, see {@link #fixed()}
   * @param flags flags of its processor
   * @return the predicate of a sentence about the process, with the fix; null if the JVM can use
   *     the kernel
   */
  static String trouble(String kernel, String fixed, Set<String> flags) {
    if (!fixed.isEmpty()) {
      return fixed.equalsIgnoreCase(kernel)
          ? null
          : ("uses BLAS kernel %s already, and a process cannot change it (%s, or an earlier step);"
                  + " give --blas-kernel %s, or start anew without what fixed it")
              .formatted(fixed, VARIABLE, fixed);
    }
    BlasKernel known = BlasKernel.named(kernel);
    List<String> missing = known == null ? List.of() : known.missing(flags);
    return missing.isEmpty()
        ? null
        : "cannot run BLAS kernel %s: its processor lacks %s; give --blas-kernel %s"
            .formatted(kernel, String.join(", ", missing), BlasKernel.best(flags));
  }

  private static void refuse(String trouble) {
    if (trouble != null) {
      throw new BadInputException("this process %s".formatted(trouble));
    }
  }

  private static boolean isMkl() {
    return System.getProperty("org.bytedeco.openblas.load", "").contains("mkl");
  }

  /** Loads the library; a kernel of null leaves the choice to it. */
  private static void load(String kernel, String why) {
    // JNA would start ldconfig to find libraries, which a JVM without child processes cannot do.
    if (System.getProperty("jna.platform.library.path") == null) {
      System.setProperty("jna.platform.library.path", "");
    }
    try {
      if (kernel != null && System.getenv(VARIABLE) == null) {
        Function.getFunction("c", "setenv").invokeInt(new Object[] {VARIABLE, kernel, 1});
      }
    } catch (LinkageError e) {
      LOG.warn(
          "OpenBLAS chooses its kernel itself, because {} cannot be set: {}",
          VARIABLE,
          e.toString());
    }
    String library = Loader.load(openblas_nolapack.class);
    loaded = nameIn(library, kernel);
    LOG.info("BLAS kernel {}: {}", loaded, why);
    BlasKernel known = BlasKernel.named(loaded);
    BlasKernel best = BlasKernel.best(BlasKernel.flags());
    if (known != null && known.isSse() && best != null && !best.isSse()) {
      LOG.warn(
          "BLAS kernel {} uses SSE only; this processor can run {}, which is two to four times as"
              + " fast: omit --blas-kernel and unset {}",
          loaded,
          best,
          VARIABLE);
    } else if (kernel != null && !kernel.equalsIgnoreCase(loaded)) {
      LOG.warn("BLAS kernel {} was requested, but the library uses {}", kernel, loaded);
    }
  }

  private static String nameIn(String library, String wanted) {
    if (openblas_nolapack.blas_get_vendor() == VENDOR_MKL) {
      return MKL;
    }
    try {
      String name =
          NativeLibrary.getInstance(library)
              .getFunction("openblas_get_corename")
              .invokeString(new Object[0], false);
      BlasKernel known = BlasKernel.named(name);
      return known == null ? name : known.toString();
    } catch (LinkageError e) {
      return wanted == null ? "unknown" : wanted;
    }
  }
}
