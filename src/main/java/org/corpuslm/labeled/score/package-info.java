/**
 * How right labels are: accuracy, spans, and figures per class. Plain Java.
 *
 * <p>Start with {@link org.corpuslm.labeled.score.LabelStats}.
 */
package org.corpuslm.labeled.score;
