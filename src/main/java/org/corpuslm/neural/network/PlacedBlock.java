package org.corpuslm.neural.network;

import org.corpuslm.neural.kernel.KernelConf;
import org.corpuslm.neural.kernel.ParameterBlock;

/**
 * A block of parameters and where it lies.
 *
 * @param layer whose it is
 * @param at index of its first number in the flat vector
 */
public record PlacedBlock(KernelConf layer, ParameterBlock block, long at) {}
