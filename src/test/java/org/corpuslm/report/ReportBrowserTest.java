package org.corpuslm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a report in a browser. */
class ReportBrowserTest {
  /** Ratio of the luminances of text and what is behind it (WCAG 2.1, 1.4.3), by selector. */
  private static final String CONTRAST =
      """
      (selector => {
        const channels = c => (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
        const over = (top, below) => {
          const a = top.length < 4 ? 1 : top[3];
          return [0, 1, 2].map(i => a * top[i] + (1 - a) * below[i]);
        };
        const behind = e => e == null ? [255, 255, 255]
          : over(channels(getComputedStyle(e).backgroundColor), behind(e.parentElement));
        const light = c => {
          const [r, g, b] = c.map(v => v / 255).map(v =>
            v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const e = document.querySelector(selector);
        const back = behind(e);
        const [a, b] = [light(over(channels(getComputedStyle(e).color), back)), light(back)];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      })('%s')
      """;

  /** Returns the number of canvases with more than one color. */
  private static final String DRAWN =
      """
      [...document.querySelectorAll('.chart canvas')].filter(c => {
        const pixels = new Uint32Array(
          c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
        return new Set(pixels).size > 5;
      }).length
      """;

  @TempDir static Path dir;

  private static Chromium browser;
  private static Path page;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Chromium.program() != null,
        "no Chromium here: install it (apt-get install chromium), or name one in CHROMIUM");
    page = Files.writeString(dir.resolve("report.html"), ReportPageTest.page(40, 1));
    browser = new Chromium(dir.resolve("profile"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void thePageIsDrawnWithoutComplaints(String scheme) throws Exception {
    browser.open(page, scheme, 1200, 900);
    int charts = browser.evaluate("document.querySelectorAll('.chart').length").asInt();
    assertThat(charts).isGreaterThan(10);
    assertThat(browser.evaluate(DRAWN).asInt()).isEqualTo(charts);
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).containsExactly(page.toUri().toString());
    assertThat(browser.evaluate("document.body.innerText").asText())
        .contains("is best: perplexity")
        .contains("<script>alert(1)</script>")
        .contains("What the figures mean");
    for (String selector :
        List.of("body", ".note", "caption", "nav a", "pre", "tr.best td", ".s1", ".s4", ".s7")) {
      assertThat(browser.evaluate(CONTRAST.formatted(selector)).asDouble())
          .as("contrast of %s, %s", selector, scheme)
          .isGreaterThan(4.5);
    }
  }

  @Test
  void chartsFollowTheSchemeWhileThePageIsOpen() throws Exception {
    browser.open(page, "light", 1200, 900);
    String first = "document.querySelector('.chart canvas').toDataURL()";
    String light = browser.evaluate(first).asText();
    browser.scheme("dark");
    browser.evaluate("new Promise(r => setTimeout(() => r(1), 100))");
    assertThat(browser.evaluate(first).asText()).isNotEqualTo(light);
    browser.scheme("light");
    browser.evaluate("new Promise(r => setTimeout(() => r(1), 100))");
    assertThat(browser.evaluate(first).asText()).isEqualTo(light);
  }

  @Test
  void aNarrowScreenDoesNotScrollSideways() throws Exception {
    browser.open(page, "light", 390, 844);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(390);
    assertThat(
            browser.evaluate(
                """
                [...document.querySelectorAll('caption span')]
                  .filter(c => c.getBoundingClientRect().right > 390).map(c => c.innerText)
                """))
        .as("captions that are cut off")
        .isEmpty();
    assertThat(browser.evaluate(DRAWN).asInt())
        .isEqualTo(browser.evaluate("document.querySelectorAll('.chart').length").asInt());
  }

  @Test
  void keyboardAndScreenReaderFindTheirWay() throws Exception {
    browser.open(page, "light", 1200, 900);
    JsonNode unnamed =
        browser.evaluate(
            """
            [...document.querySelectorAll('[role=img], [role=region], nav')]
              .filter(e => !(e.getAttribute('aria-label') || '').trim()).map(e => e.outerHTML)
            """);
    assertThat(unnamed).isEmpty();
    assertThat(
            browser.evaluate(
                """
                [...document.querySelectorAll('.scroll > table')].filter(t => !t.caption
                  || t.querySelectorAll('thead th[scope=col]').length == 0
                  || t.querySelectorAll('tbody th[scope=row]').length != t.tBodies[0].rows.length)
                  .map(t => t.outerHTML)
                """))
        .isEmpty();
    assertThat(browser.evaluate("document.documentElement.lang").asText()).isEqualTo("en");
    assertThat(
            browser.evaluate(
                """
                [...document.querySelectorAll('h1, h2, h3')].map(h => +h.tagName[1])
                  .filter((level, i, all) => i > 0 && level > all[i - 1] + 1)
                """))
        .as("headings that skip a level")
        .isEmpty();
    browser.call(
        "Input.dispatchKeyEvent", "{\"type\":\"keyDown\",\"key\":\"Tab\",\"code\":\"Tab\"}");
    assertThat(browser.evaluate("document.activeElement.className").asText()).isEqualTo("skip");
    assertThat(browser.evaluate("document.activeElement.getBoundingClientRect().left").asInt())
        .as("the skip link shows once it has the focus")
        .isGreaterThanOrEqualTo(0);
    assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle").asText())
        .isEqualTo("solid");
  }

  @Test
  void itPrints() throws Exception {
    browser.open(page, "dark", 1200, 900);
    byte[] pdf = browser.pdf();
    assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
    assertThat(pdf.length).isGreaterThan(50_000);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theTrainingPageIsDrawnToo() throws Exception {
    Path training = Files.writeString(dir.resolve("training.html"), ReportPageTest.trainingPage());
    browser.open(training, "light", 1000, 800);
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.evaluate(DRAWN).asInt()).isEqualTo(4);
  }
}
