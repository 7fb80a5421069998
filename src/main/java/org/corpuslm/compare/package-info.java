/**
 * Perplexity reports side by side: the same models on the same held-out text at different times,
 * and whether the last ones are better, worse, or not to be told apart from those before.
 */
package org.corpuslm.compare;
