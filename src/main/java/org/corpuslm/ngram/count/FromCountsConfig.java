package org.corpuslm.ngram.count;

import java.io.Serializable;
import java.util.List;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of {@code count --from-counts}.
 *
 * @param files of n-grams with their counts, or directories in the layout of Google's Web 1T
 * @param order of the longest n-grams to be taken; 0 = the longest in the files
 * @param shards number of shards; 0 = by the number of tokens
 * @param tokenizer how text is cut for models of these counts
 * @param lowercase Unicode lower case before that
 * @param unk the unknown word in the files
 */
public record FromCountsConfig(
    List<String> files, int order, int shards, String tokenizer, boolean lowercase, String unk)
    implements Serializable {

  public FromCountsConfig {
    if (order < 0 || order > NgramOrder.MAX_COUNTED) {
      throw new BadInputException(
          "--order is %d; it must lie between 1 and %d".formatted(order, NgramOrder.MAX_COUNTED));
    }
    Sharding.checkWanted(shards);
    text(tokenizer, lowercase, unk);
  }

  /** How text becomes words. */
  PrepareConfig text() {
    return text(tokenizer, lowercase, unk);
  }

  private static PrepareConfig text(String tokenizer, boolean lowercase, String unk) {
    return new PrepareConfig(
        List.of(),
        List.of(),
        List.of(),
        0,
        0,
        1,
        tokenizer,
        lowercase,
        1,
        0,
        unk,
        1 << 24,
        false,
        PrepareConfig.OnBadLine.FAIL,
        "",
        "");
  }
}
