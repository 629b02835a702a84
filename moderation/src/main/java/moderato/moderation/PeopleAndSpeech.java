package moderato.moderation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code people.jsonl} and {@code speech.jsonl}. */
final class PeopleAndSpeech {

    private PeopleAndSpeech() {
    }

    static List<Person> people(StepFolder step) throws IOException {
        List<Person> people = new ArrayList<>();
        for (Line line : step.lines("people.jsonl")) {
            Line match = line.object("match");
            people.add(new Person(line.text("person"), Round.time(line.number("first")), Round.time(line.number("last")),
                    Round.time(line.number("seconds")), (int) line.number("frames"), line.optional("bestFrame"), line.box("box"),
                    line.has("match")
                            ? Optional.of(new Person.Match(match.text("list"), match.text("name"), match.text("purpose", ""),
                                    Round.score(match.number("similarity"))))
                            : Optional.empty()));
        }
        return people;
    }

    static List<Speech> speech(StepFolder step) throws IOException {
        List<Speech> speech = new ArrayList<>();
        for (Line line : step.lines("speech.jsonl")) {
            speech.add(new Speech(Round.time(line.number("start")), Round.time(line.number("end")), line.text("text", ""),
                    Round.score(line.number("confidence", 0)), line.text("language", "und"), Round.score(line.number("languageConfidence", 0)),
                    line.json().path("supported").asBoolean(false), line.optional("dropped"), line.optional("model").map(step::modelLabel)));
        }
        return speech;
    }
}
