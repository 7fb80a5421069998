package org.corpuslm.report;

import org.corpuslm.neural.training.TrainSummary;

/** A training run as one self-contained HTML page. */
public final class TrainingPage {
  private TrainingPage() {}

  /** The page. */
  public static String of(String model, TrainSummary summary) {
    Page page = new Page("Training");
    TrainingSections sections = new TrainingSections(page, "c-", summary);
    page.lead("<p>" + Html.code(model) + ": " + sections.outcome() + "</p>\n");
    page.section("epochs", "Epochs");
    sections.curves();
    sections.epochs();
    page.section("gradients", "Gradient flow");
    sections.flow();
    return page.html();
  }
}
