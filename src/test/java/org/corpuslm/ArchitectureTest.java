package org.corpuslm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the package lines: who may see Spark, and in which direction dependencies go. */
@AnalyzeClasses(packages = "org.corpuslm", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String CORPUS = "org.corpuslm.corpus..";
  private static final String NGRAM = "org.corpuslm.ngram..";
  private static final String NEURAL = "org.corpuslm.neural..";
  private static final String MODEL = "org.corpuslm.model..";
  private static final String ANY_MODEL = "org.corpuslm.model";
  private static final String SAVED_MODELS = "org.corpuslm.model.saved..";
  private static final String EVALUATE = "org.corpuslm.evaluate..";
  private static final String LABELED = "org.corpuslm.labeled..";
  private static final String REPORT = "org.corpuslm.report..";
  private static final String COMPARE = "org.corpuslm.compare..";
  private static final String GENERATE = "org.corpuslm.generate..";
  private static final String RELEASE = "org.corpuslm.release..";
  private static final String SCORE = "org.corpuslm.score..";
  private static final String PROGRAMS = "org.corpuslm.spark..";
  private static final String RUNTIME = "org.corpuslm.runtime..";
  private static final String CLI = "org.corpuslm.cli..";
  private static final String NGRAM_MODEL = "org.corpuslm.ngram.model..";
  private static final String ARPA = "org.corpuslm.ngram.arpa..";
  private static final String KENLM = "org.corpuslm.ngram.kenlm..";
  private static final String NETWORK = "org.corpuslm.neural.network..";
  private static final String DL4J = "org.corpuslm.neural.dl4j..";
  private static final String TRAINING = "org.corpuslm.neural.training..";
  private static final String SAVED = "org.corpuslm.neural.model..";
  private static final String[] DOMAIN = {
    CORPUS, NGRAM, NEURAL, MODEL, EVALUATE, LABELED, REPORT, COMPARE, GENERATE, RELEASE, SCORE,
    PROGRAMS
  };

  /** A class elsewhere would be under none of the rules below. */
  @ArchTest
  static final ArchRule knownPackages =
      classes()
          .should()
          .resideInAnyPackage(
              CORPUS, NGRAM, NEURAL, MODEL, EVALUATE, LABELED, REPORT, COMPARE, GENERATE, RELEASE,
              SCORE, PROGRAMS, RUNTIME, CLI);

  @ArchTest
  static final ArchRule spark =
      noClasses()
          .that()
          .resideOutsideOfPackages(RUNTIME, TRAINING, DL4J, PROGRAMS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..")
          .because("domain classes that run jobs pass tasks to runtime.Cluster");

  /**
   * Classes that run jobs see Cluster and Hadoop; arithmetic and models in memory are plain Java.
   */
  @ArchTest
  static final ArchRule plainJava =
      noClasses()
          .that()
          .resideInAnyPackage(
              ANY_MODEL,
              GENERATE,
              NETWORK,
              "org.corpuslm.evaluate.stats..",
              "org.corpuslm.labeled.model..",
              "org.corpuslm.labeled.score..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "org\\.apache\\.(hadoop|spark)\\..*|org\\.corpuslm\\.runtime\\.(Cluster|Exchange)");

  @ArchTest
  static final ArchRule deeplearning4jOnSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage(DL4J)
          .and()
          .doNotHaveFullyQualifiedName("org.corpuslm.runtime.CorpuslmKryoRegistrator")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.deeplearning4j.spark..");

  /** Reading a Java object can run code in it. Only values of tasks are read, through a filter. */
  @ArchTest
  static final ArchRule noJavaObjects =
      noClasses()
          .that()
          .haveNameNotMatching("org\\.corpuslm\\.runtime\\.TaskResult(\\$\\d+)?")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.ObjectInput.*|.*\\.SerializationUtils");

  /** No programs or scripts are run, and no formats are read that name classes or paths. */
  @ArchTest
  static final ArchRule noDoors =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.beans\\.XML.*|.*\\.yaml\\..*|javax\\.script\\..*|java\\.lang\\.Process(Builder)?"
                  + "|java\\.util\\.(zip\\.Zip|jar\\.).*|.*\\.ModelSerializer|javax\\.naming\\..*"
                  + "|.*\\.compress\\.archivers\\..*|java\\.net\\.URLClassLoader");

  @ArchTest
  static final ArchRule oneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy(CLI)
          .layer("domain")
          .definedBy(DOMAIN)
          .layer("runtime")
          .definedBy(RUNTIME)
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("domain")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("runtime")
          .mayOnlyBeAccessedByLayers("cli", "domain");

  /** Within the command line: the program, then commands, then what they are made of. */
  @ArchTest
  static final ArchRule commandLine =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("program")
          .definedBy("org.corpuslm.cli")
          .layer("command")
          .definedBy("org.corpuslm.cli.command..")
          .layer("pipeline")
          .definedBy("org.corpuslm.cli.pipeline..")
          .layer("arguments")
          .definedBy("org.corpuslm.cli.arguments..")
          .layer("options")
          .definedBy("org.corpuslm.cli.options..")
          .layer("interactive")
          .definedBy("org.corpuslm.cli.interactive..")
          .layer("output")
          .definedBy("org.corpuslm.cli.output..")
          .whereLayer("program")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("command")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("pipeline")
          .mayOnlyBeAccessedByLayers("command")
          .whereLayer("interactive")
          .mayOnlyBeAccessedByLayers("command")
          .whereLayer("options")
          .mayOnlyBeAccessedByLayers("command")
          .whereLayer("arguments")
          .mayOnlyBeAccessedByLayers("program", "command", "pipeline")
          .whereLayer("output")
          .mayOnlyBeAccessedByLayers("command", "options", "interactive");

  @ArchTest
  static final ArchRule corpusComesFirst =
      not(CORPUS, NGRAM, NEURAL, MODEL, EVALUATE, LABELED, REPORT, COMPARE, GENERATE, RELEASE);

  @ArchTest
  static final ArchRule modelKnowsNoKind =
      not(
          ANY_MODEL,
          SAVED_MODELS,
          NGRAM,
          NEURAL,
          EVALUATE,
          LABELED,
          REPORT,
          COMPARE,
          GENERATE,
          RELEASE);

  /** The one place that knows all kinds of models. */
  @ArchTest
  static final ArchRule savedModelsKnowNoConsumer =
      not(SAVED_MODELS, EVALUATE, LABELED, REPORT, COMPARE, GENERATE, RELEASE);

  @ArchTest
  static final ArchRule ngramKnowsNoConsumer =
      not(NGRAM, SAVED_MODELS, NEURAL, EVALUATE, LABELED, REPORT, COMPARE, GENERATE, RELEASE);

  @ArchTest
  static final ArchRule neuralKnowsNoConsumer =
      not(NEURAL, SAVED_MODELS, NGRAM, EVALUATE, LABELED, REPORT, COMPARE, GENERATE, RELEASE);

  @ArchTest
  static final ArchRule evaluateKnowsNoConsumer =
      not(EVALUATE, LABELED, REPORT, COMPARE, GENERATE, RELEASE);

  @ArchTest
  static final ArchRule labelsKnowNoReport =
      not(LABELED, NGRAM, REPORT, COMPARE, GENERATE, RELEASE);

  @ArchTest static final ArchRule reportKnowsNoConsumer = not(REPORT, COMPARE, GENERATE, RELEASE);

  @ArchTest
  static final ArchRule generateKnowsModelsAlone =
      not(GENERATE, NGRAM, NEURAL, EVALUATE, REPORT, COMPARE, RELEASE);

  @ArchTest
  static final ArchRule releaseKnowsNoModel =
      not(RELEASE, NGRAM, NEURAL, MODEL, EVALUATE, REPORT, COMPARE, GENERATE);

  @ArchTest
  static final ArchRule compareKnowsNoModel = not(COMPARE, NGRAM, NEURAL, MODEL, GENERATE);

  @ArchTest
  static final ArchRule noDomainKnowsScore =
      noClasses()
          .that()
          .resideInAnyPackage(
              CORPUS, NGRAM, NEURAL, MODEL, EVALUATE, LABELED, REPORT, COMPARE, GENERATE, RELEASE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SCORE, PROGRAMS);

  @ArchTest
  static final ArchRule countsKnowNoModel =
      not("org.corpuslm.ngram.count..", "org.corpuslm.ngram.smoothing..", NGRAM_MODEL, ARPA, KENLM);

  @ArchTest
  static final ArchRule ngramModelsAreOfAnySmoothing =
      not(NGRAM_MODEL, "org.corpuslm.ngram.smoothing..", ARPA, KENLM);

  @ArchTest
  static final ArchRule kernelsKnowNoNetwork =
      not("org.corpuslm.neural.kernel..", NETWORK, DL4J, TRAINING, SAVED);

  @ArchTest static final ArchRule networksKnowNoTraining = not(NETWORK, DL4J, TRAINING, SAVED);

  @ArchTest static final ArchRule deeplearning4jKnowsNoTraining = not(DL4J, TRAINING, SAVED);

  @ArchTest static final ArchRule savedNetworksKnowNoTraining = not(SAVED, DL4J, TRAINING);

  private static ArchRule not(String from, String... to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to);
  }
}
