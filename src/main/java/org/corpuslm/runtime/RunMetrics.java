package org.corpuslm.runtime;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.metrics.source.Source;

/**
 * How far a run is, for whoever watches it: gauges of the driver in Spark's metrics system (source
 * {@code run}), which Spark's own sinks pass on to Prometheus and others. What is not known yet is
 * NaN. Thread-safe.
 */
public final class RunMetrics {
  private static final String SOURCE = "run";

  private final Map<Figure, Double> values = new ConcurrentHashMap<>();

  /** The gauges; their names in lower case. */
  public enum Figure {
    /** Steps of the pipeline. */
    STEPS,
    /** Those that are done or were skipped. */
    STEPS_DONE,
    /** Tokens of the text whose n-grams were counted, one {@code </s>} per sentence included. */
    TOKENS_COUNTED,
    /** Rounds of training that were taken. */
    ROUNDS_TRAINED,
    /** Words that networks were trained on, in all epochs. */
    WORDS_TRAINED,
    /** Speed of the last round, of all workers together. */
    WORDS_PER_SECOND,
    /** Of the epoch so far, as words were met. */
    TRAIN_PERPLEXITY,
    /** After the last epoch. */
    VALID_PERPLEXITY,
    /** The lowest one of the last report. */
    REPORT_PERPLEXITY,
    /** Of the version of re-trained models that was current when the run began. */
    PUBLISHED_PERPLEXITY
  }

  /** Shows them in an application's metrics. */
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

  public void set(Figure figure, double value) {
    values.put(figure, value);
  }

  /** Adds to a figure that counts. */
  public void add(Figure figure, double more) {
    values.merge(figure, more, Double::sum);
  }
}
