/**
 * Versions of re-trained models below one root directory. {@link org.corpuslm.release.Releases}
 * plans the next version, decides whether it is promoted, knows the current version, and rolls
 * back.
 *
 * <p>May use runtime and corpus only.
 */
package org.corpuslm.release;
