package org.corpuslm.release;

import java.util.List;
import java.util.Locale;
import org.corpuslm.runtime.Manifest;

/**
 * A version after the decision on it: {@code release.json} in its directory.
 *
 * @param id id derived from the parts and the configuration; equal ones give equal ids
 * @param path directory of the version
 * @param created time of the decision, ISO-8601
 * @param state published, rejected or rolled back
 * @param reason reason for a rejection; empty otherwise
 * @param configuration SHA-256 of the steps and the version of corpuslm
 * @param parts files of text that it was made from, with their fingerprints
 * @param heldOut files of text that it was judged on, with the SHA-256 of their content
 * @param tokens number of held-out tokens
 * @param vocabulary number of words that can be predicted
 * @param perplexity perplexity of the model that decides
 * @param before perplexity of the version that was current then; 0 if there was none
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

  /** The state of a version. */
  public enum State {
    /** The version is current, or was current until a later version replaced it. */
    PUBLISHED,
    /** The version never became current. */
    REJECTED,
    /** The version was current until an earlier version was made current again. */
    ROLLED_BACK;

    /** Returns the state in words, for tables. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Returns whether this can be an id: the name of a directory, without a path to others. */
  static boolean isId(String id) {
    return id != null && id.matches("[0-9A-Za-z_-]+");
  }

  /** Returns whether no field is missing; a file may contain anything. */
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

  /** Returns whether both were judged on the same held-out text, wherever its files are. */
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
