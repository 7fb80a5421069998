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
 * The BLAS library of this JVM. OpenBLAS picks its kernel when it is loaded, once for the life of
 * the process, and the version that ND4J has takes SSE for every processor younger than itself; so
 * the kernel is chosen here from the processor's flags and put into the environment of the process
 * before the library is loaded. Whatever first touches ND4J comes here: see {@link BlasBackend}.
 */
public final class Blas {
  private static final Logger LOG = LoggerFactory.getLogger(Blas.class);

  /** OpenBLAS reads it when it is loaded; a user who sets it has the last word. */
  static final String VARIABLE = "OPENBLAS_CORETYPE";

  /** Under this name the tasks of a run find the kernel that its executors agreed on. */
  static final String OF_RUN = "corpuslm.blas-kernel";

  private static final String MKL = "MKL";
  private static final int VENDOR_MKL = 3;

  private static volatile String loaded; // null = not yet

  private Blas() {}

  /**
   * Loads the library, with the kernel that the executors of the run agreed on if this is one of
   * its tasks.
   *
   * @return the kernel's name
   * @throws BadInputException if this JVM has loaded another kernel, or its processor lacks it
   */
  public static String ready() {
    String agreed = Cluster.told(OF_RUN);
    String now = loaded;
    if (now != null && (agreed == null || agreed.equals(now))) {
      return now;
    }
    return agreed == null ? load() : use(agreed);
  }

  /** Loads the library with this kernel; see {@link #ready}. */
  static synchronized String use(String kernel) {
    if (loaded == null) {
      refuse(trouble(kernel, fixed(), BlasKernel.flags()));
      load(kernel, "as the run wants it");
    }
    refuse(trouble(kernel, loaded, Set.of()));
    return loaded;
  }

  /** Loads the library with the kernel that is best here, if nothing else is said. */
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
   * Returns the kernel that this JVM cannot leave any more: that of the library if it is loaded, or
   * what its environment orders; empty if it is free to choose.
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
   * Says why a JVM cannot use a kernel.
   *
   * @param fixed see {@link #fixed()}
   * @param flags of its processor
   * @return null if it can
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

  /** Loads for good; what is loaded already stays. */
  private static void load(String kernel, String why) {
    try {
      if (kernel != null && System.getenv(VARIABLE) == null) {
        Function.getFunction("c", "setenv").invokeInt(new Object[] {VARIABLE, kernel, 1});
      }
    } catch (LinkageError e) {
      LOG.warn("OpenBLAS chooses its kernel itself, {} cannot be set: {}", VARIABLE, e.toString());
    }
    String library = Loader.load(openblas_nolapack.class);
    loaded = nameIn(library, kernel);
    LOG.info("BLAS kernel {}: {}", loaded, why);
    BlasKernel known = BlasKernel.named(loaded);
    BlasKernel best = BlasKernel.best(BlasKernel.flags());
    if (known != null && known.isSse() && best != null && !best.isSse()) {
      LOG.warn(
          "BLAS kernel {} uses SSE alone; this processor can run {}, two to four times as fast:"
              + " leave out --blas-kernel and {}",
          loaded,
          best,
          VARIABLE);
    } else if (kernel != null && !kernel.equalsIgnoreCase(loaded)) {
      LOG.warn("BLAS kernel {} was wanted, the library uses {}", kernel, loaded);
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
