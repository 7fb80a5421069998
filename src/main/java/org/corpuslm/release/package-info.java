/**
 * Versions of models under one root, for re-training on a schedule: what a run has to do, whether
 * its outcome is published, which version is current, and the way back.
 */
package org.corpuslm.release;
