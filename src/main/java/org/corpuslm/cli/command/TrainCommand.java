package org.corpuslm.cli.command;

import org.corpuslm.cli.arguments.Presets;
import org.corpuslm.cli.options.BlasOptions;
import org.corpuslm.cli.options.NetworkOptions;
import org.corpuslm.cli.options.OptimizerOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.neural.dl4j.Kernels;
import org.corpuslm.neural.model.NeuralFacts;
import org.corpuslm.neural.training.EpochRecord;
import org.corpuslm.neural.training.GradientNormByLag;
import org.corpuslm.neural.training.TrainConfig;
import org.corpuslm.neural.training.TrainModel;
import org.corpuslm.neural.training.TrainSummary;
import org.corpuslm.report.TrainingPage;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "train",
    header = "Encoded corpus to a neural model, by parameter averaging over workers.",
    description =
        "Every worker trains on its own stretch of the text; every K minibatches parameters and"
            + " updater state become the mean over the workers. The same settings, workers and seed"
            + " give the same model. Of all epochs the one with the best valid perplexity is"
            + " published.",
    footer = {
      "corpuslm train --corpus corpus --output lstm --preset zaremba-small --workers 2",
      "corpuslm train --corpus corpus --output rnn --model rnn --hidden 200 --epochs 10 --resume"
    },
    sortOptions = false)
@Manual(
    files = {
      "training.html: curves of perplexity, gradient norms, clipping and drift",
      "epochs.jsonl: the same figures, one epoch a line",
      "OUTPUT.checkpoints/: beside the output while it is made; what --resume goes on from",
      "conf/presets/: zaremba-small, zaremba-medium, bengio-window, mikolov-rnn, char-rnn"
    },
    seeAlso = {"prepare", "perplexity", "mix"})
final class TrainCommand extends JobCommand {
  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "DIR",
      description = "A prepared corpus.")
  private String corpus;

  @Option(
      names = Presets.OPTION,
      paramLabel = "NAME|FILE",
      description =
          "Settings under the names of these options, in HOCON: a preset that comes with the"
              + " program (see FILES) or a file. Options of the command line go before them.")
  @SuppressWarnings("UnusedVariable") // Presets has put its values before the other options
  private String preset;

  @ArgGroup(validate = false, heading = "%n  Network%n")
  private NetworkOptions network = new NetworkOptions();

  @ArgGroup(validate = false, heading = "%n  Learning%n")
  private OptimizerOptions optimizer = new OptimizerOptions();

  @Mixin private BlasOptions blas = new BlasOptions();

  @ArgGroup(validate = false, heading = "%n  Course%n")
  private CourseOptions course = new CourseOptions();

  /** How the work is cut. */
  static final class CourseOptions {
    @Option(
        names = "--workers",
        paramLabel = "N",
        description =
            "Data-parallel workers. Default: the task slots that Spark's configuration promises;"
                + " where it promises no number (standalone without spark.cores.max, dynamic"
                + " allocation without a maximum), this is to be given.")
    private Integer workers;

    @Option(
        names = "--batch",
        paramLabel = "B",
        description = "Columns of text side by side in a worker. Default: ${DEFAULT-VALUE}")
    private int batch = 20;

    @Option(
        names = "--bptt",
        paramLabel = "T",
        description = "Steps of truncated backpropagation through time. Default: ${DEFAULT-VALUE}")
    private int bptt = 20;

    @Option(
        names = "--averaging-frequency",
        paramLabel = "auto|K",
        description =
            "Minibatches of a worker between averages; auto: by an estimate of what they cost."
                + " Default: ${DEFAULT-VALUE}")
    private String averagingFrequency = "auto";

    int averagingFrequency() {
      if (averagingFrequency.equals("auto")) {
        return 0;
      }
      try {
        int frequency = Integer.parseInt(averagingFrequency);
        if (frequency >= 1) {
          return frequency;
        }
      } catch (NumberFormatException e) {
        // refused below
      }
      throw new BadInputException(
          "--averaging-frequency is %s; give auto or a number of at least 1"
              .formatted(averagingFrequency));
    }

    @Option(
        names = "--training-master",
        paramLabel = "MASTER",
        description =
            "Who averages: ${COMPLETION-CANDIDATES}. dl4j is Deeplearning4j's own, to compare with:"
                + " it weighs all workers alike, forgets the recurrent state at every average, and"
                + " knows neither --clip, --l2, --tied, dropout, adamw nor nadam. Default:"
                + " ${DEFAULT-VALUE}")
    private TrainConfig.Master master = TrainConfig.Master.CORPUSLM;

    @Option(
        names = "--kernels",
        paramLabel = "KERNELS",
        description =
            "Whose layers train: ${COMPLETION-CANDIDATES}. fused are ours; dl4j are"
                + " Deeplearning4j's, several times slower on processors, for plain lstm and rnn"
                + " only; auto takes fused on processors, else dl4j (other devices: not tried)."
                + " Default: ${DEFAULT-VALUE}")
    private Kernels kernels = Kernels.AUTO;

    @Option(
        names = "--epochs",
        paramLabel = "N",
        description = "Passes over the text. Default: ${DEFAULT-VALUE}")
    private int epochs = 6;

    @Option(
        names = "--max-hours",
        paramLabel = "X",
        description = "End with the round after this wall time; 0 = no limit.")
    private double maxHours = 0;

    @Option(
        names = "--checkpoint-rounds",
        paramLabel = "R",
        description =
            "Rounds between checkpoints within an epoch (OUTPUT.checkpoints). Default:"
                + " ${DEFAULT-VALUE}")
    private int checkpointRounds = 50;

    @Option(
        names = "--resume",
        description =
            "Go on from the last whole checkpoint of the same settings, to the same bits as without"
                + " the interruption; from the beginning if there is none.")
    private boolean resume;

    @Option(
        names = "--init-from",
        paramLabel = "DIR",
        description =
            "A network of the same shape and words, whose parameters training goes on from; the"
                + " state of the optimizer begins anew. Default: new parameters.")
    private String initFrom = "";

    @Option(
        names = "--init-fresh",
        description = "Train from new parameters, whatever --init-from says; for job files.")
    private boolean initFresh;

    @Option(
        names = "--gradient-flow",
        paramLabel = "K",
        description =
            "At the end measure how far back gradients reach in a recurrent model: the mean norm of"
                + " d(loss at t)/d(hidden state at t-k), k = 0 to K.")
    private int maxLag = 0;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Of all random numbers. Default: ${DEFAULT-VALUE}")
    private long seed = 1;
  }

  @Override
  Job job() {
    if (course.workers != null && course.workers < 1) {
      throw new BadInputException("--workers is " + course.workers + "; it must be at least 1");
    }
    return new TrainModel(
        new TrainConfig(
            corpus,
            network.network(),
            new TrainConfig.Start(
                network.initialization(course.seed), course.initFresh ? "" : course.initFrom),
            optimizer.optimization(network.network().architecture()),
            optimizer.schedule(course.epochs, course.maxHours, course.checkpointRounds),
            new TrainConfig.Batches(
                course.workers == null ? 0 : course.workers, course.batch, course.bptt),
            new TrainConfig.Averaging(course.master, course.averagingFrequency()),
            new TrainConfig.Compute(course.kernels, blas.kernel()),
            course.maxLag,
            course.seed),
        course.resume,
        TrainingPage::of);
  }

  @Override
  String summary(Published published) {
    NeuralFacts facts = published.facts(NeuralFacts.class);
    TrainSummary training = TrainSummary.of(facts);
    TextTable table =
        new TextTable("epoch", "rate", "train", "valid", "words/s", "clipped", "drift");
    for (EpochRecord e : training.epochs()) {
      table.row(
          String.valueOf(e.epoch()),
          "%.4g".formatted(e.learningRate()),
          "%.2f".formatted(e.trainPerplexity()),
          "%.2f".formatted(e.validPerplexity()),
          "%,.0f".formatted(e.tokensPerSecond()),
          "%.1f %%".formatted(100 * e.clippedShare()),
          "%.3f".formatted(e.workerDrift()));
    }
    return "model %s: %s, %,d parameters, epoch %d of %d (%s)\n%s"
            .formatted(
                published.path(),
                facts.network().shortName(),
                facts.network().parameters(),
                training.bestEpoch(),
                training.epochs().size(),
                training.ended(),
                table)
        + (training.flow() == null ? "" : flow(training.flow()));
  }

  private static String flow(GradientNormByLag flow) {
    String[] head = new String[flow.layers().size() + 1];
    head[0] = "k";
    for (int i = 1; i < head.length; i++) {
      head[i] = flow.layers().get(i - 1);
    }
    TextTable table = new TextTable(head);
    int last = flow.norms()[0].length - 1;
    for (int k = 0; k <= last; k = k < 5 ? k + 1 : k == last ? k + 1 : Math.min(last, k + 5)) {
      String[] row = new String[head.length];
      row[0] = String.valueOf(k);
      for (int i = 1; i < head.length; i++) {
        row[i] = "%.3g".formatted(flow.norms()[i - 1][k]);
      }
      table.row(row);
    }
    return "\nmean norm of d(loss at t)/d(hidden state at t-k), %,d positions\n%s"
        .formatted(flow.positions(), table);
  }
}
