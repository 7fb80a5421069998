/**
 * A small builder of self-contained HTML pages: {@link org.corpuslm.report.html.Page} with
 * sections, {@link org.corpuslm.report.html.HtmlTable tables} and {@link
 * org.corpuslm.report.html.Chart charts}. It escapes all text that is not {@link
 * org.corpuslm.report.html.Html}. It knows nothing of models or evaluations.
 */
package org.corpuslm.report.html;
