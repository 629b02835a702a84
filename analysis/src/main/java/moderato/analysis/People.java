package moderato.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups the faces of a video into people, by the likeness of their embeddings.
 *
 * <p>Frame by frame, a face joins the person whose mean direction is closest, if close enough; afterwards people whose means are that close
 * become one, the closest two first. Two faces of one frame are never the same person in the first step.
 */
final class People {

    /** The least cosine at which two faces are likely one person's. */
    static final double SAME = 0.45;
    /** A face stands for the time to the next frame looked at, but for no more than this. */
    private static final double LONGEST_GAP = 2;

    private final List<Person> people = new ArrayList<>();
    private final Map<Face, Integer> numbers = new IdentityHashMap<>();

    /** A face where it was seen. */
    record Sighting(SeenFaces seen, Face face) {

        double size() {
            return (face.box().bottom() - face.box().top()) * face.box().score();
        }
    }

    /** A person: the sum of the embeddings' directions, and every sighting in order of time. */
    static final class Person {

        private final double[] sum;
        private final List<Sighting> sightings = new ArrayList<>();

        private Person(int dimensions) {
            this.sum = new double[dimensions];
        }

        private void add(Sighting sighting, Embedding embedding) {
            float[] values = embedding.values();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
            sightings.add(sighting);
        }

        private void take(Person other) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.sum[i];
            }
            sightings.addAll(other.sightings);
            sightings.sort(Comparator.comparingDouble(sighting -> sighting.seen().frame().pts()));
        }

        private Embedding mean() {
            float[] values = new float[sum.length];
            for (int i = 0; i < sum.length; i++) {
                values[i] = (float) sum[i];
            }
            return Embedding.of(values);
        }

        List<Sighting> sightings() {
            return sightings;
        }

        double first() {
            return sightings.getFirst().seen().frame().pts();
        }

        double last() {
            return sightings.getLast().seen().frame().pts();
        }

        /** The largest and surest sighting, the first of equals. */
        Sighting best() {
            Sighting best = sightings.getFirst();
            for (Sighting sighting : sightings) {
                if (sighting.size() > best.size()) {
                    best = sighting;
                }
            }
            return best;
        }
    }

    private People() {}

    /** Groups the faces of frames in order of time; faces without an embedding belong to nobody. */
    static People group(List<SeenFaces> frames) {
        People grouped = new People();
        for (SeenFaces seen : frames) {
            List<Person> taken = new ArrayList<>();
            for (Face face : seen.faces()) {
                face.embedding().ifPresent(embedding -> {
                    Person person = grouped.closest(embedding, taken).orElseGet(() -> grouped.added(embedding));
                    person.add(new Sighting(seen, face), embedding);
                    taken.add(person);
                });
            }
        }
        grouped.unite();
        grouped.people.sort(Comparator.comparingDouble(Person::first));
        for (int i = 0; i < grouped.people.size(); i++) {
            for (Sighting sighting : grouped.people.get(i).sightings) {
                grouped.numbers.put(sighting.face(), i + 1);
            }
        }
        return grouped;
    }

    private Optional<Person> closest(Embedding embedding, List<Person> taken) {
        Optional<Person> closest = Optional.empty();
        double best = SAME;
        for (Person person : people) {
            double similarity = person.mean().similarity(embedding);
            if (similarity >= best && !taken.contains(person)) {
                best = similarity;
                closest = Optional.of(person);
            }
        }
        return closest;
    }

    private Person added(Embedding embedding) {
        Person person = new Person(embedding.values().length);
        people.add(person);
        return person;
    }

    private void unite() {
        while (true) {
            double best = SAME;
            int into = -1;
            int from = -1;
            List<Embedding> means = people.stream().map(Person::mean).toList();
            for (int i = 0; i < means.size(); i++) {
                for (int j = i + 1; j < means.size(); j++) {
                    double similarity = means.get(i).similarity(means.get(j));
                    if (similarity > best) {
                        best = similarity;
                        into = i;
                        from = j;
                    }
                }
            }
            if (into < 0) {
                return;
            }
            people.get(into).take(people.remove(from));
        }
    }

    /** The people in order of their first appearance. */
    List<Person> list() {
        return people;
    }

    /** What a face's person is called: {@code person-1} is who appears first. */
    Optional<String> name(Face face) {
        return Optional.ofNullable(numbers.get(face)).map(People::name);
    }

    static String name(int number) {
        return "person-" + number;
    }

    /** How many seconds of the video a person is seen. */
    static double seconds(Person person, List<SeenFaces> frames) {
        double seconds = 0;
        for (int i = 0; i + 1 < frames.size(); i++) {
            SeenFaces seen = frames.get(i);
            if (person.sightings.stream().anyMatch(sighting -> sighting.seen() == seen)) {
                seconds += Math.min(LONGEST_GAP, frames.get(i + 1).frame().pts() - seen.frame().pts());
            }
        }
        return seconds;
    }
}
