package org.corpuslm.labeled.score;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Spans of words (named entities, phrases) in labels such as B-PER, I-PER, O, as the script
 * conlleval of the CoNLL shared tasks finds them: also those that begin with I, and those of the
 * schemes with E (end) and S (single).
 */
public final class Spans {
  private static final Pattern LABEL = Pattern.compile("O|[BIES]-.+");

  private Spans() {}

  /**
   * A span.
   *
   * @param from index of its first word
   * @param to index after its last word
   * @param type the label without its first two characters
   */
  public record Span(int from, int to, String type) {}

  /** Returns whether labels mark spans: each is O, or begins with B-, I-, E- or S-. */
  public static boolean areMarkedBy(List<String> labels) {
    return labels.stream().allMatch(l -> LABEL.matcher(l).matches())
        && labels.stream().anyMatch(l -> !l.equals("O"));
  }

  /** Returns the spans of the labels of one sentence. */
  public static Set<Span> of(List<String> labels) {
    Set<Span> spans = new LinkedHashSet<>();
    int start = -1;
    char before = 'O';
    String typeBefore = "";
    for (int i = 0; i <= labels.size(); i++) {
      String label = i < labels.size() ? labels.get(i) : "O";
      char mark = label.charAt(0);
      String type = label.length() > 2 ? label.substring(2) : "";
      if (start >= 0 && ends(before, mark, typeBefore, type)) {
        spans.add(new Span(start, i, typeBefore));
        start = -1;
      }
      if (begins(before, mark, typeBefore, type)) {
        start = i;
      }
      before = mark;
      typeBefore = type;
    }
    return spans;
  }

  /** Returns whether a span ends between two labels. */
  private static boolean ends(char before, char mark, String typeBefore, String type) {
    boolean closes = before == 'E' || before == 'S';
    boolean opens = mark == 'B' || mark == 'S' || mark == 'O';
    return before != 'O' && (closes || opens || !typeBefore.equals(type));
  }

  /** Returns whether a span begins with the second of two labels. */
  private static boolean begins(char before, char mark, String typeBefore, String type) {
    boolean after = before == 'O' || before == 'E' || before == 'S';
    return mark != 'O' && (mark == 'B' || mark == 'S' || after || !typeBefore.equals(type));
  }
}
