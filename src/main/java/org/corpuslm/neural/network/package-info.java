/**
 * Networks: a typed configuration, the layers that follow from it, initialization, and scoring of
 * texts.
 *
 * <p>Start with {@link org.corpuslm.neural.network.NetworkConfig}, which describes a network, and
 * {@link org.corpuslm.neural.network.Network}, which is one with its parameters. The parameters are
 * one flat vector of floats, in the order of {@link
 * org.corpuslm.neural.network.NetworkConfig#parameterBlocks()}; docs/formats.md describes it.
 *
 * <p>Uses {@code neural.kernel} and {@code corpus}; used by saved networks, training and the
 * command line. It knows neither Spark nor training.
 */
package org.corpuslm.neural.network;
