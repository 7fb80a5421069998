package org.corpuslm.model.saved;

import java.util.Map;
import org.corpuslm.model.cache.CacheConfig;
import org.corpuslm.model.saved.MixtureFacts.Component;
import org.corpuslm.runtime.BadInputException;

/**
 * What the manifest of a model with a cache says of it.
 *
 * @param model the model without the cache, and its weight
 * @param cache settings of the cache
 * @param stateSize size of the states that the cache compares; 0 = it goes by the age of words
 * @param tuning how θ and the weight were found; empty if they were given
 */
public record CachedModelFacts(
    Component model, CacheConfig cache, int stateSize, Map<String, Object> tuning) {

  public CachedModelFacts {
    if (model == null || model.path() == null || model.fingerprint() == null || cache == null) {
      throw new BadInputException("the model or the settings of the cache are missing");
    }
  }
}
