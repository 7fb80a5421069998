/**
 * Training of networks on a cluster: the text as streams of minibatches, the update rule, the round
 * of one worker, parameter averaging, checkpoints, and the course of a run.
 *
 * <p>Start with {@link org.corpuslm.neural.training.TrainModel}, the job of {@code train}. It calls
 * {@link org.corpuslm.neural.training.Training}, which runs rounds ({@code AveragingRound}) from
 * one {@code TrainState} to the next; in a round, every worker trains by {@code LocalRound} on its
 * streams ({@code BatchPlan}).
 *
 * <p>Only the command line and reports depend on this package: the former on {@link
 * org.corpuslm.neural.training.TrainConfig} and {@link org.corpuslm.neural.training.TrainModel},
 * the latter on {@link org.corpuslm.neural.training.TrainSummary}.
 */
package org.corpuslm.neural.training;
