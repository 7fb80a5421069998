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
  private static final String EVALUATE = "org.corpuslm.evaluate..";
  private static final String REPORT = "org.corpuslm.report..";
  private static final String COMPARE = "org.corpuslm.compare..";
  private static final String GENERATE = "org.corpuslm.generate..";
  private static final String RELEASE = "org.corpuslm.release..";
  private static final String RUNTIME = "org.corpuslm.runtime..";
  private static final String JOBS = "org.corpuslm.jobs..";
  private static final String CLI = "org.corpuslm.cli..";
  private static final String TRAINING = "org.corpuslm.neural.training..";
  private static final String[] DOMAIN = {
    CORPUS, NGRAM, NEURAL, MODEL, EVALUATE, REPORT, COMPARE, GENERATE, RELEASE
  };

  /** A class elsewhere would be under none of the rules below. */
  @ArchTest
  static final ArchRule knownPackages =
      classes()
          .should()
          .resideInAnyPackage(
              CORPUS, NGRAM, NEURAL, MODEL, EVALUATE, REPORT, COMPARE, GENERATE, RELEASE, RUNTIME,
              JOBS, CLI);

  @ArchTest
  static final ArchRule spark =
      noClasses()
          .that()
          .resideOutsideOfPackages(RUNTIME, "org.corpuslm.ngram.count..", TRAINING, EVALUATE, JOBS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..")
          .because("domain packages are plain Java and run without Spark");

  @ArchTest
  static final ArchRule deeplearning4jOnSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage(TRAINING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.deeplearning4j.spark..");

  /** Reading Java objects runs what is in them. Results of our own tasks pass a filter. */
  @ArchTest
  static final ArchRule noJavaObjects =
      noClasses()
          .that()
          .haveNameNotMatching("org\\.corpuslm\\.runtime\\.Cluster(\\$\\d+)?")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.ObjectInput.*|.*\\.SerializationUtils");

  /** Nor do we run programs or scripts, or read formats that name classes or paths to unpack to. */
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
          .withOptionalLayers(true)
          .layer("cli")
          .definedBy(CLI)
          .layer("jobs")
          .definedBy(JOBS)
          .layer("domain")
          .definedBy(DOMAIN)
          .layer("runtime")
          .definedBy(RUNTIME)
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("jobs")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("domain")
          .mayOnlyBeAccessedByLayers("cli", "jobs")
          .whereLayer("runtime")
          .mayOnlyBeAccessedByLayers("cli", "jobs", "domain");

  @ArchTest
  static final ArchRule corpusComesFirst =
      not(CORPUS, NGRAM, NEURAL, MODEL, EVALUATE, REPORT, GENERATE);

  @ArchTest static final ArchRule ngramKnowsNoConsumer = not(NGRAM, EVALUATE, REPORT, GENERATE);

  @ArchTest static final ArchRule neuralKnowsNoConsumer = not(NEURAL, EVALUATE, REPORT, GENERATE);

  @ArchTest static final ArchRule modelKnowsNoConsumer = not(MODEL, EVALUATE, REPORT, GENERATE);

  @ArchTest static final ArchRule evaluateKnowsNoConsumer = not(EVALUATE, REPORT, GENERATE);

  @ArchTest static final ArchRule reportKnowsNoConsumer = not(REPORT, COMPARE);

  @ArchTest static final ArchRule releaseKnowsNoConsumer = not(RELEASE, COMPARE);

  private static ArchRule not(String from, String... to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .allowEmptyShould(true);
  }
}
