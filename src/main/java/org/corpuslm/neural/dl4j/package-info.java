/**
 * Deeplearning4j, as far as corpuslm uses it beyond single layers:
 *
 * <ul>
 *   <li>{@link org.corpuslm.neural.dl4j.RddTrainingMaster}: corpuslm's training master behind
 *       Deeplearning4j's front for Spark ({@code SparkDl4jMultiLayer.fit});
 *   <li>{@link org.corpuslm.neural.dl4j.Dl4jReferenceNetwork}: the same networks from
 *       Deeplearning4j's own layers ({@code train --kernels dl4j}), against which corpuslm's are
 *       tested and which run on any backend of ND4J;
 *   <li>{@link org.corpuslm.neural.dl4j.Dl4jReferenceAveraging}: rounds by Deeplearning4j's own
 *       training master ({@code train --training-master dl4j}), for comparison.
 * </ul>
 *
 * <p>Two more packages build on it: the layers of {@code neural.kernel} extend Deeplearning4j's
 * {@code FeedForwardLayer} and {@code BaseLayer}, and {@link org.corpuslm.neural.network.Network}
 * is a {@code MultiLayerNetwork} of them, whose updates ND4J's updaters compute.
 *
 * <p>Start with {@link org.corpuslm.neural.dl4j.Kernels}. Only {@code neural.training} and the
 * command line depend on this package.
 */
package org.corpuslm.neural.dl4j;
