package moderato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Draws a comparison as a page of HTML that needs nothing but itself: the table; of each metric its values over the course of each job, and its last
 * values; and each metric over each parameter that differs. Drawn by Chart.js, which is in the page.
 */
final class ComparisonPage {

    private static final String LIBRARY = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.js";
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #c9ced4; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --paper: #14171a; --line: #3a4048; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
            h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } .wide { overflow-x: auto; }
            table { border-collapse: collapse; } th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 1.5rem; } .plots > div { position: relative; height: 20rem; min-width: 0; }
            """;
    private static final String SCRIPT = """
            const ink = getComputedStyle(document.body).color;
            Chart.defaults.color = ink; Chart.defaults.animation = false; Chart.defaults.maintainAspectRatio = false;
            const shorter = (text, most) => text.length > most ? text.slice(0, most / 2) + '…' + text.slice(-most / 2) : text;
            for (const plot of JSON.parse(document.getElementById('plots').textContent)) {
              const box = document.createElement('div'), canvas = document.createElement('canvas');
              canvas.setAttribute('role', 'img'); canvas.setAttribute('aria-label', plot.title);
              box.append(canvas); document.querySelector('.plots').append(box);
              const bars = plot.type === 'bar', named = text => ({ title: { display: true, text } });
              const jobs = { type: 'category', ticks: { callback(value) { return shorter(this.getLabelForValue(value), canvas.clientWidth / 20); } } };
              new Chart(canvas, { type: plot.type, data: plot.data, options: { indexAxis: bars ? 'y' : 'x',
                plugins: { title: { display: true, text: plot.title }, legend: { display: plot.data.datasets.length > 1 } },
                scales: bars ? { x: named(plot.y), y: jobs } : { x: { type: 'linear', ...named(plot.x) }, y: named(plot.y) } } });
            }
            """;

    private ComparisonPage() {
    }

    static String of(Comparison comparison) {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>").append(Html.escape(comparison.experiment())).append("</title><style>").append(STYLE).append("</style></head><body>\n<h1>")
                .append(Html.escape(comparison.experiment())).append("</h1>\n<div class=\"wide\"><table>");
        List<List<String>> rows = comparison.table().rows();
        for (int i = 0; i < rows.size(); i++) {
            page.append("<tr>");
            String cell = i == 0 ? "th" : "td";
            rows.get(i).forEach(text -> page.append('<').append(cell).append('>').append(Html.escape(text)).append("</").append(cell).append('>'));
            page.append("</tr>\n");
        }
        ArrayNode plots = plots(comparison);
        page.append("</table></div>\n").append(plots.isEmpty() ? "<p>No job of these trials has metrics.</p>" : "<h2>Metrics</h2>").append("<div class=\"plots\"></div>\n");
        // A closing tag inside a text of the data would end the script.
        page.append("<script type=\"application/json\" id=\"plots\">").append(plots.toString().replace("<", "\\u003c")).append("</script>\n");
        return page.append("<script>").append(library()).append("</script>\n<script>").append(SCRIPT).append("</script></body></html>\n").toString();
    }

    private static ArrayNode plots(Comparison comparison) {
        ArrayNode plots = JsonNodeFactory.instance.arrayNode();
        for (String metric : comparison.metrics()) {
            List<Comparison.Row> rows = comparison.rows().stream().filter(row -> row.metrics().containsKey(metric)).toList();
            if (rows.stream().anyMatch(row -> row.series().getOrDefault(metric, List.of()).size() > 1)) {
                plots.add(course(metric, rows));
            }
            plots.add(last(metric, rows));
            for (String parameter : comparison.differing()) {
                ObjectNode scatter = over(metric, parameter, rows);
                if (scatter.at("/data/datasets/0/data").size() > 1) {
                    plots.add(scatter);
                }
            }
        }
        return plots;
    }

    private static ObjectNode plot(String type, String title, String x, String y) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("title", title).put("x", x).put("y", y);
    }

    private static ObjectNode course(String metric, List<Comparison.Row> rows) {
        ObjectNode plot = plot("line", metric + " in the course of each job", "value number", metric);
        ArrayNode datasets = plot.putObject("data").putArray("datasets");
        for (Comparison.Row row : rows) {
            ArrayNode points = datasets.addObject().put("label", label(row, rows)).put("pointRadius", 1).putArray("data");
            List<Double> values = row.series().getOrDefault(metric, List.of());
            for (int i = 0; i < values.size(); i++) {
                points.addObject().put("x", i + 1).put("y", values.get(i));
            }
        }
        return plot;
    }

    private static ObjectNode last(String metric, List<Comparison.Row> rows) {
        ObjectNode plot = plot("bar", metric + " at the end", "", metric);
        ObjectNode data = plot.putObject("data");
        ArrayNode labels = data.putArray("labels");
        ArrayNode values = data.putArray("datasets").addObject().put("label", metric).putArray("data");
        rows.forEach(row -> {
            labels.add(label(row, rows));
            values.add(row.metrics().get(metric));
        });
        return plot;
    }

    private static ObjectNode over(String metric, String parameter, List<Comparison.Row> rows) {
        ObjectNode plot = plot("scatter", metric + " over " + parameter, parameter, metric);
        ArrayNode points = plot.putObject("data").putArray("datasets").addObject().put("label", metric).put("pointRadius", 5).putArray("data");
        List<Double> seen = new ArrayList<>();
        for (Comparison.Row row : rows) {
            var value = row.body().path("Parameters").path(parameter).path("NumberValue");
            if (value.isNumber()) {
                seen.add(value.asDouble());
                points.addObject().put("x", value.asDouble()).put("y", row.metrics().get(metric));
            }
        }
        if (seen.stream().distinct().count() < 2) {
            points.removeAll();
        }
        return plot;
    }

    /* A job that all trials have is not told of each. */
    private static String label(Comparison.Row row, List<Comparison.Row> rows) {
        return rows.stream().allMatch(other -> other.shown().equals(row.shown())) ? row.trial() : row.trial() + " " + row.shown();
    }

    private static String library() {
        try (InputStream in = Objects.requireNonNull(ComparisonPage.class.getResourceAsStream(LIBRARY), LIBRARY)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^//# sourceMappingURL=.*$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
