package org.corpuslm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Every row of the table of faults in docs/reliability.md names tests that there are. */
class ReliabilityTableTest {
  private static final Path BASE = Path.of(System.getProperty("corpuslm.basedir", "."));
  private static final Path TESTS = BASE.resolve("src/test/java");
  private static final Pattern NAME = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final int COLUMNS = 4;

  @Test
  void everyRowNamesTestsThatExist() throws IOException {
    List<String> rows =
        Files.readAllLines(BASE.resolve("docs/reliability.md")).stream()
            .filter(line -> line.startsWith("| "))
            .skip(1)
            .toList();
    assertThat(rows).hasSizeGreaterThan(20);
    List<String> wrong = new ArrayList<>();
    for (String row : rows) {
      String[] cells = row.substring(1).split("\\|");
      assertThat(cells).as(row).hasSize(COLUMNS).noneMatch(String::isBlank);
      List<MatchResult> names = NAME.matcher(cells[COLUMNS - 1]).results().toList();
      assertThat(names).as(row).isNotEmpty();
      for (MatchResult name : names) {
        if (!isTest(name.group(1), name.group(2))) {
          wrong.add(name.group());
        }
      }
    }
    assertThat(wrong).as("no such tests").isEmpty();
  }

  private static boolean isTest(String className, String method) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(f -> f.endsWith(className + ".java"))
          .flatMap(f -> methods(TESTS.relativize(f).toString()))
          .anyMatch(
              m ->
                  m.getName().equals(method)
                      && (m.isAnnotationPresent(Test.class)
                          || m.isAnnotationPresent(ParameterizedTest.class)));
    }
  }

  private static Stream<Method> methods(String file) {
    String name = file.substring(0, file.length() - ".java".length()).replace('/', '.');
    try {
      Class<?> type = Class.forName(name, false, ReliabilityTableTest.class.getClassLoader());
      return Arrays.stream(type.getDeclaredMethods());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
