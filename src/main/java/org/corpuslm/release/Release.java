package org.corpuslm.release;

import java.util.List;
import java.util.Locale;
import org.corpuslm.runtime.Manifest;

/**
 * A version that was decided on: {@code release.json} in its directory.
 *
 * @param id derived from the parts and the configuration: the same for the same
 * @param path of its directory
 * @param created when it was decided on, ISO-8601
 * @param state what became of it
 * @param reason why it was rejected; empty otherwise
 * @param configuration SHA-256 of the steps and the program's version
 * @param parts the text it was made from
 * @param heldOut what it was judged on, with the SHA-256 of the content
 * @param tokens held-out tokens
 * @param vocabulary number of words that can be predicted
 * @param perplexity of the model that decides
 * @param before perplexity of the version that was current then; 0 = there was none
 */
public record Release(
    String id,
    String path,
    String created,
    State state,
    String reason,
    String configuration,
    List<Manifest.Input> parts,
    List<Manifest.Input> heldOut,
    long tokens,
    int vocabulary,
    double perplexity,
    double before) {

  /** What became of a version. */
  public enum State {
    PUBLISHED,
    REJECTED,
    ROLLED_BACK;

    /** For tables. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Whether this can be the name of a version: that of a directory, and of none elsewhere. */
  static boolean isId(String id) {
    return id != null && id.matches("[0-9A-Za-z_-]+");
  }

  /** Whether nothing is missing; what is read from a file may be anything. */
  boolean isComplete() {
    return id != null
        && path != null
        && created != null
        && state != null
        && reason != null
        && configuration != null
        && isComplete(parts)
        && isComplete(heldOut);
  }

  private static boolean isComplete(List<Manifest.Input> inputs) {
    return inputs != null
        && inputs.stream().allMatch(i -> i != null && i.path() != null && i.fingerprint() != null);
  }

  /** Whether both were judged on the same held-out text, wherever it lay. */
  public boolean isJudgedOnTextOf(Release other) {
    return tokens == other.tokens && contents().equals(other.contents());
  }

  private List<String> contents() {
    return heldOut.stream().map(Manifest.Input::fingerprint).sorted().toList();
  }

  Release as(State other, String why) {
    return new Release(
        id,
        path,
        created,
        other,
        why,
        configuration,
        parts,
        heldOut,
        tokens,
        vocabulary,
        perplexity,
        before);
  }
}
