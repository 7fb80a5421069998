package org.corpuslm.runtime;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.metrics.source.Source;

/**
 * Progress metrics of a run: gauges of the driver in Spark's metrics system (source {@code run}),
 * which Spark's sinks forward to Prometheus and others. A gauge without a value yet is NaN.
 * Thread-safe.
 */
public final class RunMetrics {
  private static final String SOURCE = "run";

  private final Map<Figure, Double> values = new ConcurrentHashMap<>();

  /** The gauges. Their metric names are the constants in lower case. */
  public enum Figure {
    /** Number of steps of the pipeline. */
    STEPS,
    /** Number of steps that are done or were skipped. */
    STEPS_DONE,
    /** Tokens of the counted text, including one {@code </s>} per sentence. */
    TOKENS_COUNTED,
    /** Number of training rounds so far. */
    ROUNDS_TRAINED,
    /** Number of words that networks were trained on, in all epochs. */
    WORDS_TRAINED,
    /** Training speed of the last round, of all workers together. */
    WORDS_PER_SECOND,
    /** Perplexity of the training text in the current epoch, as the words were seen. */
    TRAIN_PERPLEXITY,
    /** Perplexity of the validation text after the last epoch. */
    VALID_PERPLEXITY,
    /** Lowest perplexity in the last report. */
    REPORT_PERPLEXITY,
    /** Perplexity of the released version that was current when the run began. */
    PUBLISHED_PERPLEXITY
  }

  /** Returns the source to register with Spark's metrics system. */
  Source source() {
    MetricRegistry registry = new MetricRegistry();
    for (Figure figure : Figure.values()) {
      Gauge<Double> gauge = () -> values.getOrDefault(figure, Double.NaN);
      registry.register(figure.name().toLowerCase(Locale.ROOT), gauge);
    }
    return new Source() {
      @Override
      public String sourceName() {
        return SOURCE;
      }

      @Override
      public MetricRegistry metricRegistry() {
        return registry;
      }
    };
  }

  /** Sets a gauge. */
  public void set(Figure figure, double value) {
    values.put(figure, value);
  }

  /** Adds to a gauge that counts. */
  public void add(Figure figure, double more) {
    values.merge(figure, more, Double::sum);
  }
}
