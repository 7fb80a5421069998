package org.corpuslm.notebooks;

import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Java, cell by cell: a JShell whose snippets run in this very JVM, so that values stay objects. */
final class Snippets implements AutoCloseable {
  private final InThisJvm control = new InThisJvm();
  private final JShell shell;

  Snippets(String classPath) {
    shell =
        JShell.builder()
            .executionEngine(control, Map.of())
            .compilerOptions("-classpath", classPath, "-Xlint:-options")
            .build();
  }

  /**
   * Runs a cell; the value of its last expression, null if it ends in anything else, or in a
   * semicolon.
   */
  Object run(String cell) throws Exception {
    Object value = null;
    String rest = cell;
    while (!rest.isBlank()) {
      CompletionInfo next = analysis().analyzeCompletion(rest);
      if (next.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
        break;
      }
      String source = next.completeness().isComplete() ? next.source() : rest;
      value = null;
      for (SnippetEvent event : shell.eval(source)) {
        check(event);
        if (isExpression(event.snippet())) {
          value = control.last;
        }
      }
      rest = next.completeness().isComplete() ? next.remaining() : "";
    }
    return cell.stripTrailing().endsWith(";") ? null : value;
  }

  private static boolean isExpression(Snippet snippet) {
    return snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND
        || snippet.subKind() == Snippet.SubKind.VAR_VALUE_SUBKIND
        || snippet.subKind() == Snippet.SubKind.OTHER_EXPRESSION_SUBKIND;
  }

  private void check(SnippetEvent event) throws Exception {
    if (event.exception() instanceof EvalException) {
      throw control.thrown;
    }
    if (event.exception() != null) {
      throw unresolved(event.exception());
    }
    if (event.status() == Snippet.Status.REJECTED) {
      String source = event.snippet().source();
      throw new IllegalArgumentException(
          shell
              .diagnostics(event.snippet())
              .filter(Diag::isError)
              .map(d -> d.getMessage(null) + "\n  at: " + lineOf(source, d))
              .collect(Collectors.joining("\n", "does not compile: ", "")));
    }
  }

  private static IllegalStateException unresolved(JShellException e) {
    return new IllegalStateException("uses what is not declared yet: " + e.getMessage(), e);
  }

  private static String lineOf(String source, Diag d) {
    int at = (int) Math.max(0, Math.min(d.getPosition(), source.length() - 1));
    int from = source.lastIndexOf('\n', at - 1) + 1;
    int to = source.indexOf('\n', at);
    return source.substring(from, to < 0 ? source.length() : Math.max(from, to)).strip();
  }

  /** Whether the cell is whole, for front ends that ask. */
  boolean isWhole(String cell) {
    return analysis().analyzeCompletion(cell).completeness().isComplete();
  }

  /** What may stand at a place of a cell; where it would begin goes to {@code anchor[0]}. */
  Set<String> suggestions(String cell, int at, int[] anchor) {
    return analysis().completionSuggestions(cell, at, anchor).stream()
        .map(SourceCodeAnalysis.Suggestion::continuation)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Signatures and comments of what stands at a place of a cell. */
  List<String> documentation(String cell, int at) {
    return analysis().documentation(cell, at, false).stream()
        .map(SourceCodeAnalysis.Documentation::signature)
        .toList();
  }

  private SourceCodeAnalysis analysis() {
    return shell.sourceCodeAnalysis();
  }

  @Override
  public void close() {
    shell.close();
  }

  /** Runs snippets where it is, and keeps what they return and throw. */
  private static final class InThisJvm extends DirectExecutionControl
      implements ExecutionControlProvider {
    private Object last;
    private Exception thrown;

    @Override
    protected String invoke(Method snippet) throws Exception {
      last = null;
      thrown = null;
      last = snippet.invoke(null);
      return valueString(last);
    }

    /** Without it, variables of earlier cells would be null again after an import. */
    @Override
    public void redefine(ClassBytecodes[] changed)
        throws ClassInstallException, NotImplementedException, EngineTerminationException {
      boolean[] done = new boolean[changed.length];
      try {
        for (int i = 0; i < changed.length; i++) {
          Redefinition.of(findClass(changed[i].name()), changed[i].bytecodes());
          done[i] = true;
        }
      } catch (ReflectiveOperationException | UnmodifiableClassException | LinkageError e) {
        throw new ClassInstallException(e.toString(), done);
      }
      classesRedefined(changed);
    }

    @Override
    protected String throwConvertedInvocationException(Throwable cause)
        throws RunException, InternalException {
      thrown = cause instanceof Exception e ? e : new RuntimeException(cause);
      return super.throwConvertedInvocationException(cause);
    }

    @Override
    public String name() {
      return "in this JVM";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return this;
    }
  }
}
