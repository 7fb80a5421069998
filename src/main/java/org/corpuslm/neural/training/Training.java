package org.corpuslm.neural.training;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.kernel.BlasAgreement;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.training.TrainConfig.Batches;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training run, round by round and epoch by epoch: averaging, learning-rate schedule,
 * checkpoints, recovery from divergence, early stopping. Everything that changes is in a {@link
 * TrainState}. If a round diverges (a result is not finite, or the loss exceeds 3·ln V), the run
 * returns to the last checkpoint with half the learning rate, up to three times.
 */
public final class Training {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);
  private static final String OUT_OF_TIME = "--max-hours reached";
  private static final int MAX_DIVERGENCES = 3;

  private final Cluster cluster;
  private final TrainConfig config;
  private final String blasKernel;
  private final Corpus corpus;
  private final NetworkConfig network;
  private final StartNetwork start; // null = new parameters
  private final BatchPlan plan;
  private final int averagingFrequency;
  private final Checkpoints checkpoints;
  private final AveragingRound averaging;
  private final TrainingProgress progress;
  private final Validation validation;
  private final long began = System.nanoTime();
  private TrainState state;
  private TrainState lastGood;
  private TrainState best;
  private boolean unfinished;

  /**
   * Prepares a run: opens the corpus, agrees on a BLAS kernel, and checks that everything fits.
   *
   * @param output path of the output directory; checkpoints lie beside it
   * @throws BadInputException if options, corpus or cluster do not fit together; it names the fix
   */
  public Training(Cluster cluster, TrainConfig given, String output) {
    this.cluster = cluster;
    this.config = withWorkers(given, cluster);
    this.blasKernel = BlasAgreement.reach(cluster, config.compute().blasKernel());
    this.corpus = Corpus.open(cluster.hadoop(), config.corpus());
    Vocabulary words = corpus.vocabulary(cluster.hadoop());
    this.start =
        config.start().from().isEmpty()
            ? null
            : StartNetwork.open(cluster.hadoop(), config.start().from(), words);
    this.network =
        start == null ? config.network().over(words) : start.network(config.network(), words);
    Batches batches = config.batches();
    this.plan =
        new BatchPlan(
            TrainingText.words(corpus), batches.workers(), batches.batch(), batches.bptt());
    TrainLimits.checkNetwork(network.parameters(), config.optimization(), cluster.maxResultBytes());
    this.averagingFrequency =
        config.averaging().frequency() > 0
            ? config.averaging().frequency()
            : AveragingCost.frequency(
                network,
                config.optimization().stateSize(Math.toIntExact(network.parameters())),
                batches.batch() * batches.bptt(),
                plan.minibatches());
    TrainLimits.checkRound(averagingFrequency, plan);
    String run =
        DigestUtils.sha256Hex(
            Json.write(config.essence())
                + corpus.directory().manifest().fingerprint()
                + (start == null ? "" : start.fingerprint()));
    this.checkpoints = new Checkpoints(cluster.hadoop(), output, run, blasKernel);
    this.progress = new TrainingProgress(cluster.figures(), plan);
    this.averaging = AveragingRound.of(cluster, config, network, corpus, plan);
    this.validation = new Validation(cluster, corpus, network, config.compute().kernels());
  }

  private static TrainConfig withWorkers(TrainConfig given, Cluster cluster) {
    Batches asked = given.batches();
    int workers = asked.workers() > 0 ? asked.workers() : cluster.configuredSlots();
    TrainConfig.Averaging averaging = given.averaging();
    return given
        .with(asked.forWorkers(workers))
        .with(
            new TrainConfig.Averaging(
                averaging.master(),
                averaging.frequency(),
                averaging.outer().forWorkers(workers),
                averaging.mean()));
  }

  /**
   * The outcome of a run.
   *
   * @param config configuration with the number of workers
   * @param blasKernel BLAS kernel of all executors
   * @param parameters parameters after the best epoch
   * @param words words of the training text
   * @param bestEpoch number of the best epoch, from 1
   * @param ended why training ended, as a phrase
   */
  public record Outcome(
      NetworkConfig network,
      TrainConfig config,
      String blasKernel,
      float[] parameters,
      long words,
      int bestEpoch,
      List<EpochRecord> records,
      String ended) {}

  /**
   * Trains from the beginning or from the last checkpoint.
   *
   * @param resume whether to continue from a checkpoint if there is one
   * @param overwrite whether checkpoints of another run may be deleted
   * @throws BadInputException if there are checkpoints and neither is set, if they are of another
   *     run, or if training diverges for the fourth time
   */
  public Outcome run(boolean resume, boolean overwrite) {
    begin(resume, overwrite);
    String ended = "all epochs done";
    int patience = config.schedule().patience();
    // Checked before every epoch, because a resumed run may already have had its last one.
    while (!state.isStuck(patience) && state.epoch <= config.schedule().epochs()) {
      if (!epoch()) {
        ended = OUT_OF_TIME;
        keep();
        unfinished = true;
        break;
      }
    }
    if (!unfinished && state.isStuck(patience)) {
      ended = "no better valid perplexity in %d epochs".formatted(patience);
    }
    LOG.info("training ended: {}", ended);
    TrainState chosen = best == null ? state : best;
    return new Outcome(
        network,
        config,
        blasKernel,
        chosen.published(),
        plan.words(),
        chosen.records.size(),
        List.copyOf(state.records),
        ended);
  }

  /** Removes the checkpoints once the network is published, unless training ended early. */
  public void cleanUp() {
    if (!unfinished) {
      checkpoints.clear();
    }
  }

  /**
   * Removes the checkpoints of a run that was killed between publishing and {@link #cleanUp}. Those
   * of another run stay; a run is recognized by the times of its epochs.
   */
  void cleanUpAfter(TrainSummary published) {
    if (published.ended().equals(OUT_OF_TIME)) {
      return;
    }
    try {
      if (!checkpoints.exist()
          || Json.write(checkpoints.last().records).equals(Json.write(published.epochs()))) {
        LOG.warn("removing {}, left by a run that was killed", checkpoints.directory());
        checkpoints.clear();
      }
    } catch (BadInputException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private void begin(boolean resume, boolean overwrite) {
    if (resume && !checkpoints.exist()) {
      LOG.warn("there is no checkpoint in {}: training begins anew", checkpoints.directory());
    }
    if (resume && checkpoints.exist()) {
      state = checkpoints.last();
      best = checkpoints.best();
      if (best == null && !state.records.isEmpty()) {
        LOG.warn(
            "the parameters of the best epoch so far are missing in {}; what is published will be"
                + " of a later one",
            checkpoints.directory());
      }
      LOG.info("resuming in epoch {}, round {}", state.epoch, state.round + 1);
    } else {
      if (checkpoints.exist() && !overwrite) {
        throw new BadInputException(
            "%s has checkpoints of a run that did not end; go on with --resume, or begin anew with"
                    .formatted(checkpoints.directory())
                + " --overwrite");
      }
      checkpoints.clear();
      state = new TrainState();
      state.parameters =
          start == null ? config.start().initialization().parameters(network) : start.parameters();
      state.updaterState = config.optimization().freshState(state.parameters.length);
      state.rate = config.optimization().learningRate();
    }
    lastGood = state.copy();
    progress.begins(network, averagingFrequency);
  }

  /** Trains the rest of an epoch; returns false if time is up. */
  private boolean epoch() {
    while (state.minibatch < plan.minibatches()) {
      double maxHours = config.schedule().maxHours();
      if (maxHours > 0 && (System.nanoTime() - began) / 3.6e12 >= maxHours) {
        return false;
      }
      round();
    }
    endEpoch();
    return true;
  }

  private void round() {
    long from = System.nanoTime();
    int to = Math.min(plan.minibatches(), state.minibatch + averagingFrequency);
    AveragingRound.Order order =
        new AveragingRound.Order(
            state.epoch, state.round, state.minibatch, to, state.rate, state.step);
    OuterOptimizer outer = config.averaging().outer();
    TrainState begin = state.copy();
    begin.parameters = outer.start(state.parameters, state.velocity);
    AveragingRound.Result result = averaging.run(begin, order);
    String trouble = trouble(result);
    if (trouble != null) {
      restore(trouble);
      return;
    }
    TrainState next = state.copy();
    OuterOptimizer.Step step =
        outer.step(
            state.parameters, begin.parameters, result.parameters(), state.velocity, state.rate);
    next.parameters = step.parameters();
    next.velocity = step.velocity();
    addToMean(next);
    next.updaterState = result.updaterState();
    next.streams = new ArrayList<>(result.reports().stream().map(WorkerReport::state).toList());
    next.step += to - state.minibatch;
    next.minibatch = to;
    next.round++;
    double seconds = (System.nanoTime() - from) / 1e9;
    next.sums.add(result.reports(), result.drift(), result.sharing(), seconds, cluster.slots());
    progress.round(next, next.sums.words - state.sums.words, seconds);
    state = next;
    if (state.round % config.schedule().checkpointRounds() == 0 && to < plan.minibatches()) {
      keep();
    }
  }

  /** Adds the result of round {@code state.round} to the mean over rounds, if there is one. */
  private void addToMean(TrainState next) {
    int rounds = (plan.minibatches() + averagingFrequency - 1) / averagingFrequency;
    if (config.averaging().mean().restarts(state.round, rounds)) {
      next.averages = true;
      next.meanRounds = 0;
    }
    if (next.averages) {
      next.meanRounds++;
      next.mean = RoundMean.with(state.mean, next.parameters, next.meanRounds);
    }
  }

  /** Returns why the result of a round must be discarded; null if it is sound. */
  private String trouble(AveragingRound.Result result) {
    if (!result.finite()) {
      List<Integer> workers =
          result.reports().stream().filter(r -> !r.finite()).map(WorkerReport::worker).toList();
      return "results of workers %s are not finite".formatted(workers);
    }
    // A uniform prediction has loss ln V.
    double limit = 3 * Math.log(network.vocabulary());
    return result.meanLoss() > limit
        ? "the loss of %.3g nats a word is far above ln V".formatted(result.meanLoss())
        : null;
  }

  private void restore(String trouble) {
    int divergences = state.divergences + 1;
    if (divergences > MAX_DIVERGENCES) {
      throw new BadInputException(
          ("training diverged %d times, the last time at learning rate %s (%s); choose a smaller"
                  + " --learning-rate or a --clip")
              .formatted(divergences, state.rate, trouble));
    }
    double rate = lastGood.rate / 2;
    LOG.warn(
        "training diverged in epoch {}, round {}: {}. Back to epoch {}, round {}, with the learning"
            + " rate halved to {}",
        state.epoch,
        state.round + 1,
        trouble,
        lastGood.epoch,
        lastGood.round + 1,
        rate);
    lastGood.rate = rate;
    lastGood.divergences = divergences;
    state = lastGood.copy();
  }

  private void keep() {
    checkpoints.write(state);
    lastGood = state.copy();
  }

  private void endEpoch() {
    if (state.sums.words != plan.words()) {
      throw new IllegalStateException(
          "epoch %d trained on %d words instead of %d"
              .formatted(state.epoch, state.sums.words, plan.words()));
    }
    double before =
        state.records.isEmpty()
            ? Double.POSITIVE_INFINITY
            : state.records.get(state.records.size() - 1).validPerplexity();
    double valid = validation.perplexity(state.parameters);
    double validOfMean = state.averages ? validation.perplexity(state.mean) : Double.NaN;
    EpochRecord record = state.record(plan.words(), valid, validOfMean);
    progress.epoch(record, config.schedule().epochs());
    TrainState next = state.copy();
    next.records.add(record);
    next.sums = new EpochStats();
    next.streams = new ArrayList<>();
    next.round = 0;
    next.minibatch = 0;
    next.epoch++;
    next.rate = nextRate(next, valid, before);
    RoundMean mean = config.averaging().mean();
    List<Double> evaluations = next.records.stream().map(EpochRecord::validPerplexity).toList();
    if (!next.averages && mean.begins(evaluations)) {
      LOG.info("the mean over rounds begins after epoch {}", state.epoch);
      next.averages = true;
    } else if (mean.rounds() > 0) {
      next.averages = false; // until the last rounds of the next epoch
    }
    boolean better = state.isImprovedBy(record.publishedPerplexity());
    state = next;
    if (better) {
      best = state;
      checkpoints.writeBest(state);
    }
    keep();
  }

  private double nextRate(TrainState next, double valid, double before) {
    TrainConfig.Decay decay = config.schedule().decay();
    next.decaying |= decay.after() > 0 && state.epoch >= decay.after();
    next.decaying |= decay.onPlateau() && valid > before * (1 - decay.minImprovement());
    return next.decaying ? state.rate * decay.factor() : state.rate;
  }
}
