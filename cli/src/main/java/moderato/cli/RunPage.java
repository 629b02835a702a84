package moderato.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Draws a run as a page of HTML that needs nothing but itself: the graph, a timeline, and what each state or step was given and gave. */
final class RunPage {

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #8a929c; --done: #2f7d4f; --failed: #b3261e; --running: #1f5fa8; --caught: #9a6700; --none: #c9ced4; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --paper: #14171a; --line: #6b7480; --done: #5bbf86; --failed: #ff8a80; --running: #7fb2f0; --caught: #e3b341; --none: #3a4048; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
            h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin-top: 2rem; }
            .graph { overflow-x: auto; } svg text { fill: var(--ink); font: 13px system-ui, sans-serif; } svg .kind { font-size: 11px; opacity: .75; } svg .edge { font-size: 11px; }
            svg rect { fill: var(--paper); stroke: var(--none); stroke-width: 1.5; } svg polyline { fill: none; stroke: var(--line); }
            svg .DONE { stroke: var(--done); } svg .FAILED { stroke: var(--failed); stroke-width: 2.5; } svg .RUNNING { stroke: var(--running); } svg .CAUGHT { stroke: var(--caught); } svg .STOPPED { stroke: var(--caught); }
            svg .bar { stroke: none; } svg .bar.DONE { fill: var(--done); } svg .bar.FAILED { fill: var(--failed); } svg .bar.RUNNING { fill: var(--running); } svg .bar.CAUGHT, svg .bar.STOPPED { fill: var(--caught); }
            svg rect.critical { stroke-width: 3; stroke-dasharray: none; } svg polyline.critical { stroke: var(--ink); stroke-width: 2.5; }
            svg a:focus rect, svg a:hover rect { stroke-width: 3.5; }
            details { border-top: 1px solid var(--none); padding: .4rem 0; } summary { cursor: pointer; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0 .3rem 1rem; }
            """;

    private static final double BAR_WIDTH = 900;
    private static final double ROW = 24;
    private static final double NAMES = 230;

    private RunPage() {
    }

    static String of(RunPicture picture) {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>").append(Html.escape(picture.definition() + " " + picture.name())).append("</title><style>").append(STYLE).append("</style></head><body>\n");
        page.append("<h1>").append(Html.escape(picture.definition())).append("</h1><p>").append(Html.escape(picture.name())).append("<br><strong>").append(Html.escape(picture.status()))
                .append("</strong>, started ").append(Html.escape(Table.time(picture.started()))).append(", took ").append(Table.duration(picture.duration())).append("</p>\n");
        if (!picture.critical().isEmpty()) {
            page.append("<p>Critical path (drawn bold): ").append(Html.escape(String.join(" \u2192 ", picture.critical()))).append("</p>\n");
        }
        pre(page, "input", picture.input());
        pre(page, "outcome", picture.outcome());
        page.append("<h2>Graph</h2><div class=\"graph\">");
        graph(page, picture);
        page.append("</div>\n<h2>Timeline</h2><div class=\"graph\">");
        timeline(page, picture);
        page.append("</div>\n<h2>States and steps</h2>\n");
        for (RunGraph.Node node : picture.graph().nodes()) {
            details(page, picture, node);
        }
        return page.append("<script>addEventListener('hashchange', () => { const d = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (d) d.open = true; });</script>")
                .append("</body></html>\n").toString();
    }

    private static void graph(StringBuilder page, RunPicture picture) {
        GraphLayout layout = GraphLayout.of(picture.graph());
        page.append(format("<svg role=\"img\" aria-label=\"graph of the run\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">", layout.width(), layout.height(), layout.width(),
                layout.height()));
        page.append("<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"currentColor\"/></marker></defs>");
        for (GraphLayout.Box box : layout.boxes()) {
            String mark = picture.look(box.node()).map(look -> look.mark().name()).orElse("");
            page.append("<a href=\"#").append(anchor(box.node())).append("\"><rect class=\"").append(mark).append(picture.critical().contains(box.node().id()) ? " critical" : "").append(format("\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"7\"/>", box.x(), box.y(),
                    box.width(), box.height()));
            page.append(format("<text x=\"%.1f\" y=\"%.1f\">", box.x() + 10, box.y() + 19)).append(Html.escape(box.node().name())).append("</text>");
            page.append(box.isGroup() ? format("<text class=\"kind\" text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">", box.x() + box.width() - 10, box.y() + 19)
                    : format("<text class=\"kind\" x=\"%.1f\" y=\"%.1f\">", box.x() + 10, box.y() + 36));
            page.append(Html.escape(box.node().kind())).append(picture.look(box.node()).map(look -> "  " + Table.duration(look.duration())).orElse("")).append("</text></a>");
        }
        for (GraphLayout.Line line : layout.lines()) {
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < line.points().size(); i += 2) {
                points.append(format("%.1f,%.1f ", line.points().get(i), line.points().get(i + 1)));
            }
            page.append(picture.isCritical(line.edge()) ? "<polyline class=\"critical\" marker-end" : "<polyline marker-end").append("=\"url(#arrow)\" points=\"").append(points.toString().strip()).append("\"><title>").append(Html.escape(line.edge().label())).append("</title></polyline>");
            line.label().ifPresent(label -> page.append(format("<text class=\"edge\" x=\"%.1f\" y=\"%.1f\">", label.x(), label.y())).append("<title>")
                    .append(Html.escape(line.edge().label())).append("</title>").append(Html.escape(label.text())).append("</text>"));
        }
        page.append("</svg>");
    }

    private static void timeline(StringBuilder page, RunPicture picture) {
        List<RunPicture.Bar> bars = picture.bars();
        double whole = Math.max(1, picture.duration().toMillis());
        page.append(format("<svg role=\"img\" aria-label=\"timeline of the run\" width=\"%.0f\" height=\"%.0f\">", NAMES + BAR_WIDTH + 90, ROW * bars.size() + 8));
        for (int i = 0; i < bars.size(); i++) {
            RunPicture.Bar bar = bars.get(i);
            double from = Duration.between(picture.started(), bar.from()).toMillis() / whole * BAR_WIDTH;
            double width = Math.max(2, Duration.between(bar.from(), bar.to()).toMillis() / whole * BAR_WIDTH);
            page.append(format("<text x=\"0\" y=\"%.1f\">", ROW * i + 17)).append(Html.escape(bar.name())).append("</text>");
            page.append("<rect class=\"bar ").append(bar.mark()).append(format("\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"14\"><title>", NAMES + from, ROW * i + 6, width))
                    .append(Table.duration(Duration.between(bar.from(), bar.to()))).append("</title></rect>");
        }
        page.append("</svg>");
    }

    private static void details(StringBuilder page, RunPicture picture, RunGraph.Node node) {
        page.append("<details id=\"").append(anchor(node)).append("\"><summary>").append(Html.escape(node.name())).append(" <small>").append(Html.escape(node.kind())).append(", ")
                .append(picture.look(node).map(look -> look.mark().name().toLowerCase(Locale.ROOT)).orElse("not reached")).append("</small></summary>");
        picture.look(node).ifPresent(look -> {
            look.notes().forEach(note -> page.append("<p>").append(Html.escape(note)).append("</p>"));
            pre(page, "input", look.input());
            pre(page, "output", look.output());
        });
        page.append("</details>\n");
    }

    private static void pre(StringBuilder page, String head, String text) {
        if (!text.isEmpty()) {
            page.append("<div><small>").append(head).append("</small><pre>").append(Html.escape(text)).append("</pre></div>");
        }
    }

    private static String anchor(RunGraph.Node node) {
        return "node-" + Integer.toHexString(node.id().hashCode());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
