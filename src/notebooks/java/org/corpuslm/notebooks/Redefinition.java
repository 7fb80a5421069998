package org.corpuslm.notebooks;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/** Puts other code into a class that is loaded; an agent of this JVM ({@code -javaagent}). */
final class Redefinition {
  private static Instrumentation instrumentation;

  private Redefinition() {}

  /** Called by the JVM. */
  public static void premain(String options, Instrumentation ofThisJvm) {
    instrumentation = ofThisJvm;
  }

  /** Replaces the code; what static fields hold stays. */
  static void of(Class<?> loaded, byte[] code)
      throws ClassNotFoundException, UnmodifiableClassException {
    instrumentation.redefineClasses(new ClassDefinition(loaded, code));
  }
}
