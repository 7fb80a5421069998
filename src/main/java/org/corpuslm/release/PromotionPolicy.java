package org.corpuslm.release;

import java.util.Locale;

/** Decides whether a version may replace the current one. */
final class PromotionPolicy {
  private PromotionPolicy() {}

  /**
   * Returns the candidate, published or rejected with the reason.
   *
   * @param current current version; null if there is none, and then every finite perplexity is
   *     promoted
   * @param margin relative rise of perplexity that is allowed: 0.01 is 1%
   */
  static Release on(Release candidate, Release current, double margin) {
    String reason = reason(candidate, current, margin);
    return reason.isEmpty() ? candidate : candidate.as(Release.State.REJECTED, reason);
  }

  private static String reason(Release candidate, Release current, double margin) {
    if (!Double.isFinite(candidate.perplexity())) {
      return "its perplexity is " + candidate.perplexity();
    }
    if (current == null) {
      return "";
    }
    if (!candidate.isJudgedOnTextOf(current)) {
      return "its held-out text is not that of version %s: perplexities do not compare"
          .formatted(current.id());
    }
    if (candidate.vocabulary() != current.vocabulary()) {
      return "its vocabulary has %,d words, that of version %s %,d: perplexities do not compare"
          .formatted(candidate.vocabulary(), current.id(), current.vocabulary());
    }
    double limit = current.perplexity() * (1 + margin);
    return candidate.perplexity() <= limit
        ? ""
        : String.format(
            Locale.ROOT,
            "its perplexity is %.4f, that of version %s %.4f; the limit is %.4f",
            candidate.perplexity(),
            current.id(),
            current.perplexity(),
            limit);
  }
}
