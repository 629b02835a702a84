package moderato.moderation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Lays a package out for the report: lanes, cards, rows. */
final class ReportLayout {

    private static final int TICKS = 6;
    /** More cards than this nobody reads, and the page would grow without bound. */
    private static final int CARDS_AT_MOST = 800;
    private static final int ROWS_AT_MOST = 1500;
    private static final int GROUNDS_AT_MOST = 8;

    private final ModerationPackage shown;
    private final Thumbnails thumbnails;
    private final Taxonomy taxonomy = Taxonomy.standard();
    private final double duration;
    private final List<Evidence> acted;
    private final List<Evidence> searchable;

    ReportLayout(ModerationPackage shown, Thumbnails thumbnails) {
        this.shown = shown;
        this.thumbnails = thumbnails;
        double last = shown.evidence().stream().mapToDouble(Evidence::end).max().orElse(0);
        this.duration = Math.max(Math.max(shown.video().durationSeconds(), last), 0.001);
        this.acted = weightiest(shown.evidence().stream().filter(item -> !neutral(item)).toList(), CARDS_AT_MOST);
        this.searchable = weightiest(shown.evidence().stream().filter(this::neutral).toList(), ROWS_AT_MOST);
    }

    private Comparator<Evidence> byWeight() {
        return Comparator.comparing((Evidence item) -> !decisive(item)).thenComparing(Comparator.comparing(Evidence::confidence).reversed());
    }

    /** Those that decided and the most confident ones, in order of time. */
    private List<Evidence> weightiest(List<Evidence> all, int most) {
        return all.size() <= most ? all
                : all.stream().sorted(byWeight()).limit(most).sorted(Comparator.comparingDouble(Evidence::start)).toList();
    }

    ReportView view(String contentSecurityPolicy, String style, String script) {
        // What decided is served with pictures first, then by confidence; the list stays in order of time.
        acted.stream().sorted(byWeight()).filter(ReportLayout::visible).forEach(item -> thumbnails.at(item.peak()));
        List<ReportView.Card> cards = acted.stream().map(item -> card(item, true)).toList();
        List<ReportView.Face> people = people();
        return new ReportView(shown, contentSecurityPolicy, style, script, facts(), grounds(), ticks(), lanes(),
                cards, searchable.stream().map(item -> card(item, false)).toList(),
                shown.evidence().size() - acted.size() - searchable.size(),
                new ReportTranscript(shown).lines(), people, coverage(), cost(), thumbnails.all());
    }

    private List<String> grounds() {
        return Stream.concat(acted.stream(), searchable.stream()).filter(this::decisive).limit(GROUNDS_AT_MOST).map(Evidence::id).toList();
    }

    private boolean neutral(Evidence item) {
        return taxonomy.neutral(item.taxonomy());
    }

    private boolean decisive(Evidence item) {
        return shown.decision().evidence().contains(item.id());
    }

    private static boolean visible(Evidence item) {
        return !item.samples().isEmpty();
    }

    private String facts() {
        Video video = shown.video();
        List<String> facts = new ArrayList<>();
        facts.add(clock(video.durationSeconds()));
        video.video().ifPresent(picture -> facts.add(String.format(Locale.ROOT, "%s %d × %d, %.2f frames/s", picture.codec(), picture.width(),
                picture.height(), picture.frameRate())));
        video.audio().ifPresent(sound -> facts.add(String.format(Locale.ROOT, "%s %d Hz, %s", sound.codec(), sound.sampleRate(),
                ReportWords.count(sound.channels(), "channels"))));
        facts.add(video.container());
        Video.Frames frames = video.frames();
        facts.add(String.format(Locale.ROOT, "frames: %d decoded, %d stored, %d analysed, %d reused", frames.decoded(), frames.stored(),
                frames.analysed(), frames.reused()));
        return String.join(" · ", facts);
    }

    private List<ReportView.Tick> ticks() {
        List<ReportView.Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= TICKS; i++) {
            ticks.add(new ReportView.Tick(percent((double) i / TICKS), clock(duration * i / TICKS)));
        }
        return ticks;
    }

    private List<ReportView.Lane> lanes() {
        List<ReportView.Lane> lanes = new ArrayList<>();
        shown.coverage().domains().forEach((domain, coverage) -> {
            // What a policy can act on is drawn last, on top of what is only for search.
            List<ReportView.Bar> bars = new ArrayList<>();
            Stream.concat(searchable.stream(), acted.stream()).filter(item -> item.domain().equals(domain))
                    .forEach(item -> bars.add(bar(item)));
            if (domain.equals(Domains.SPEECH)) {
                for (int i = 0; i < shown.transcript().size(); i++) {
                    bars.add(bar(i, shown.transcript().get(i)));
                }
            }
            boolean looked = coverage.status() == Coverage.Status.ANALYSED;
            String note = looked ? "nothing found" : ReportWords.status(coverage.status()) + coverage.reason().map(why -> ": " + why).orElse("");
            lanes.add(new ReportView.Lane(domain, note, looked, bars, coverage.scores().filter(scores -> scores.size() > 1).map(this::curve)));
        });
        return lanes;
    }

    private ReportView.Bar bar(Evidence item) {
        String kind = decisive(item) ? "decisive" : neutral(item) ? "neutral" : "acted";
        double opacity = neutral(item) ? 0.7 : 0.35 + 0.65 * item.confidence();
        return new ReportView.Bar(item.id(), place(item.start(), item.end(), opacity), kind,
                title(item) + ", " + span(item.start(), item.end()) + ", " + score(item.confidence()));
    }

    private ReportView.Bar bar(int index, Speech part) {
        return new ReportView.Bar(ReportTranscript.id(index), place(part.start(), part.end(), part.supported() ? 0.9 : 0.45), "speech",
                part.text().isEmpty() ? "speech, " + span(part.start(), part.end()) : part.text());
    }

    private String place(double start, double end, double opacity) {
        return String.format(Locale.ROOT, "left:%s;width:%s;opacity:%.2f", percent(start / duration), percent((end - start) / duration), opacity);
    }

    /** The highest score of each thousandth of the video, as an area below a line. */
    private String curve(List<Sample> scores) {
        int buckets = 1000;
        double[] highest = new double[buckets + 1];
        Arrays.fill(highest, Double.NaN);
        for (Sample sample : scores) {
            int bucket = Math.clamp(Math.round(sample.time() / duration * buckets), 0, buckets);
            highest[bucket] = Double.isNaN(highest[bucket]) ? sample.score() : Math.max(highest[bucket], sample.score());
        }
        StringBuilder path = new StringBuilder();
        int last = 0;
        for (int x = 0; x <= buckets; x++) {
            if (!Double.isNaN(highest[x])) {
                path.append(path.isEmpty() ? "M" + x + ",100L" : "L").append(x).append(',')
                        .append(String.format(Locale.ROOT, "%.1f", 100 - 100 * highest[x]));
                last = x;
            }
        }
        return path + "L" + last + ",100Z";
    }

    private ReportView.Card card(Evidence item, boolean withPicture) {
        Optional<ReportView.Thumbnail> picture = withPicture && visible(item)
                ? thumbnails.at(item.peak()).map(source -> new ReportView.Thumbnail(source, item.box().map(Thumbnails::place)))
                : Optional.empty();
        String path = item.unmapped() ? "not in the taxonomy" : String.join(" › ", item.taxonomy());
        return new ReportView.Card(item.id(), title(item), path, span(item.start(), item.end()), score(item.confidence()), item.model(),
                item.domain(), decisive(item), picture, item.text(), item.words().isEmpty()
                        ? item.text().map(text -> List.of(new ReportView.Piece(text, Optional.empty()))).orElse(List.of())
                        : ReportTranscript.pieces(item.text().orElse(""), List.of(item)), item.person());
    }

    private static String title(Evidence item) {
        boolean plain = item.unmapped() || item.taxonomy().getLast().equalsIgnoreCase(item.label());
        return plain ? item.label() : item.taxonomy().getFirst().equals("Search Only") ? item.label()
                : item.taxonomy().getLast() + " (" + item.label() + ")";
    }

    private List<ReportView.Face> people() {
        return shown.faces().stream().map(person -> new ReportView.Face(person.person(),
                String.format(Locale.ROOT, "%s, seen %.1f s in %s", span(person.first(), person.last()), person.seconds(),
                        ReportWords.count(person.frames(), "frames")),
                person.match().map(match -> String.format(Locale.ROOT, "resembles %s of the list %s (%.2f; kept for: %s)", match.name(),
                        match.list(), match.similarity(), match.purpose())),
                person.bestFrame().flatMap(thumbnails::named)
                        .map(picture -> new ReportView.Thumbnail(picture, person.box().map(Thumbnails::place)))))
                .toList();
    }

    private List<ReportView.CoverageRow> coverage() {
        List<ReportView.CoverageRow> rows = new ArrayList<>();
        shown.coverage().domains().forEach((domain, coverage) -> {
            List<String> detail = new ArrayList<>();
            coverage.reason().ifPresent(detail::add);
            coverage.frames().ifPresent(frames -> detail.add(ReportWords.count(frames, "frames")));
            coverage.uncoveredSeconds().filter(seconds -> seconds > 0).ifPresent(seconds -> detail.add(seconds + " s not seen"));
            coverage.segments().ifPresent(segments -> detail.add(segments.size() + " stretches of speech, "
                    + segments.stream().filter(segment -> !segment.supported()).count() + " in a language that is not understood"));
            rows.add(new ReportView.CoverageRow(domain, ReportWords.status(coverage.status()), String.join(", ", detail)));
        });
        return rows;
    }

    private List<ReportView.CostRow> cost() {
        double whole = Math.max(shown.cost().processorSeconds(), 0.001);
        List<ReportView.CostRow> rows = new ArrayList<>();
        shown.cost().stages().forEach(stage -> rows.add(row(stage.stage(), stage.wallSeconds(), stage.processorSeconds(), whole)));
        rows.add(row("all", shown.cost().wallSeconds(), shown.cost().processorSeconds(), whole));
        return rows;
    }

    private static ReportView.CostRow row(String stage, double wall, double processor, double whole) {
        return new ReportView.CostRow(stage, String.format(Locale.ROOT, "%.2f", wall), String.format(Locale.ROOT, "%.2f", processor),
                percent(processor / whole));
    }

    private static String score(double score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3f%%", 100 * share);
    }

    private static String clock(double seconds) {
        return ReportWords.clock(seconds);
    }

    private static String span(double start, double end) {
        return ReportWords.span(start, end);
    }
}
