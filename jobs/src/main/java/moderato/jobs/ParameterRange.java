package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one tuned hyperparameter may be. A trial's place on a range is a number from 0 to 1, whatever the range's scale. */
sealed interface ParameterRange {

    /** How exact a value is written. */
    MathContext DIGITS = new MathContext(12);

    /** The hyperparameter's name. */
    String name();

    /** The value at a place, as the text that a training job is given. */
    String at(double place);

    /** The place of a value; empty when the range does not hold it. */
    Optional<Double> place(String value);

    /** A number between two others, both included. */
    record Continuous(String name, double least, double most, Scaling scaling) implements ParameterRange {
        @Override
        public String at(double place) {
            BigDecimal value = new BigDecimal(scaling.at(place, least, most), DIGITS).max(BigDecimal.valueOf(least)).min(BigDecimal.valueOf(most));
            return value.stripTrailingZeros().toPlainString();
        }

        @Override
        public Optional<Double> place(String value) {
            return parsed(value).filter(number -> number >= least && number <= most).map(number -> least == most ? 0.0 : scaling.place(number, least, most));
        }
    }

    /** A whole number between two others, both included; each has its share of the places. */
    record Whole(String name, long least, long most, Scaling scaling) implements ParameterRange {
        @Override
        public String at(double place) {
            return String.valueOf(Math.clamp((long) Math.floor(scaling.at(place, least, most + 1.0)), least, most));
        }

        @Override
        public Optional<Double> place(String value) {
            return parsed(value).filter(number -> number >= least && number <= most).map(number -> scaling.place(number + 0.5, least, most + 1.0));
        }
    }

    /** One of some texts. */
    record Choice(String name, List<String> values) implements ParameterRange {
        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public String at(double place) {
            return values.get(index(place));
        }

        @Override
        public Optional<Double> place(String value) {
            return values.contains(value) ? Optional.of(place(values.indexOf(value))) : Optional.empty();
        }

        /** Which of the values is at a place. */
        int index(double place) {
            return Math.min(values.size() - 1, (int) (place * values.size()));
        }

        /** The middle of a value's places. */
        double place(int index) {
            return (index + 0.5) / values.size();
        }
    }

    /** How values lie between the ends of a range. */
    enum Scaling {
        /** Evenly. */
        LINEAR,
        /** By their logarithm: as much room between 0.001 and 0.01 as between 0.01 and 0.1. */
        LOGARITHMIC,
        /** By the logarithm of their distance from 1: as much room between 0.9 and 0.99 as between 0.99 and 0.999. */
        REVERSE_LOGARITHMIC;

        double at(double place, double least, double most) {
            return switch (this) {
                case LINEAR -> least + place * (most - least);
                case LOGARITHMIC -> Math.exp(Math.log(least) + place * (Math.log(most) - Math.log(least)));
                case REVERSE_LOGARITHMIC -> 1 - Math.exp(Math.log(1 - least) + place * (Math.log(1 - most) - Math.log(1 - least)));
            };
        }

        double place(double value, double least, double most) {
            return switch (this) {
                case LINEAR -> (value - least) / (most - least);
                case LOGARITHMIC -> (Math.log(value) - Math.log(least)) / (Math.log(most) - Math.log(least));
                case REVERSE_LOGARITHMIC -> (Math.log(1 - value) - Math.log(1 - least)) / (Math.log(1 - most) - Math.log(1 - least));
            };
        }
    }

    /**
     * The ranges of a request's {@code ParameterRanges} or {@code HyperParameterRanges}.
     *
     * @throws JobFailure when a range is none
     */
    static List<ParameterRange> of(JsonNode ranges) throws JobFailure {
        List<ParameterRange> all = new ArrayList<>();
        for (JsonNode range : ranges.path("ContinuousParameterRanges")) {
            double least = number(range, "MinValue");
            double most = number(range, "MaxValue");
            all.add(new Continuous(range.path("Name").asText(), least, most, scaling(range, least, most, false)));
        }
        for (JsonNode range : ranges.path("IntegerParameterRanges")) {
            double least = number(range, "MinValue");
            double most = number(range, "MaxValue");
            if (least != Math.rint(least) || most != Math.rint(most)) {
                throw JobFailure.client("the range of '" + range.path("Name").asText() + "' is one of whole numbers, and its ends are not");
            }
            all.add(new Whole(range.path("Name").asText(), (long) least, (long) most, scaling(range, least, most, true)));
        }
        for (JsonNode range : ranges.path("CategoricalParameterRanges")) {
            List<String> values = Attempt.texts(range.path("Values"));
            if (values.isEmpty()) {
                throw JobFailure.client("the range of '" + range.path("Name").asText() + "' has no Values");
            }
            all.add(new Choice(range.path("Name").asText(), values));
        }
        return all;
    }

    private static Optional<Double> parsed(String value) {
        try {
            return Optional.of(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static double number(JsonNode range, String end) throws JobFailure {
        try {
            return Double.parseDouble(range.path(end).asText());
        } catch (NumberFormatException e) {
            throw JobFailure.client("the " + end + " of '" + range.path("Name").asText() + "' is '" + range.path(end).asText() + "', which is no number");
        }
    }

    /* Auto is ours to choose: ranges over three orders of magnitude are searched by logarithm. */
    private static Scaling scaling(JsonNode range, double least, double most, boolean whole) throws JobFailure {
        String name = range.path("Name").asText();
        if (!(least <= most)) {
            throw JobFailure.client("the range of '" + name + "' ends before it begins: " + range.path("MinValue").asText() + " to " + range.path("MaxValue").asText());
        }
        return switch (range.path("ScalingType").asText("Auto")) {
            case "Linear" -> Scaling.LINEAR;
            case "Auto" -> least > 0 && most / least >= 1000 ? Scaling.LOGARITHMIC : Scaling.LINEAR;
            case "Logarithmic" -> {
                if (least <= 0) {
                    throw JobFailure.client("the range of '" + name + "' has ScalingType Logarithmic, so it must begin above 0");
                }
                yield Scaling.LOGARITHMIC;
            }
            case "ReverseLogarithmic" -> {
                if (whole || least < 0 || most >= 1) {
                    throw JobFailure.client("the range of '" + name + "' has ScalingType ReverseLogarithmic, so it must be continuous and lie from 0 to below 1");
                }
                yield Scaling.REVERSE_LOGARITHMIC;
            }
            default -> throw JobFailure.client("the range of '" + name + "' has ScalingType " + range.path("ScalingType").asText() + "; there are Auto, Linear, Logarithmic and ReverseLogarithmic");
        };
    }
}
