package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;

/** The trial component of a job, as DescribeTrialComponent shows it. */
final class Component {

    private Component() {
    }

    static ObjectNode of(JobFacts facts, JsonNode job, Map<String, List<Double>> series, String run, String step) {
        String name = facts.name() + "-aws-" + facts.kind() + "-job";
        ObjectNode component = Json.object().put("TrialComponentName", name).put("TrialComponentArn", Arns.of(ExperimentRows.COMPONENT, name));
        component.put("DisplayName", job.path("ExperimentConfig").path("TrialComponentDisplayName").asText(step.isEmpty() ? facts.name() : step));
        component.putObject("Source").put("SourceArn", facts.arn()).put("SourceType", "SageMaker" + facts.kind().member());
        ObjectNode status = component.putObject("Status").put("PrimaryStatus", job.path(facts.kind().member() + "Status").asText());
        if (job.has("FailureReason")) {
            status.put("Message", job.path("FailureReason").asText());
        }
        copy(job, facts.kind().startMember(), component, "StartTime");
        copy(job, facts.kind().endMember(), component, "EndTime");
        copy(job, "CreationTime", component, "CreationTime");
        component.putObject("MetadataProperties").put("GeneratedBy", run);
        ObjectNode parameters = component.putObject("Parameters");
        facts.parameters().forEach((key, value) -> parameters.set(key, parameter(value)));
        artifacts(component.putObject("InputArtifacts"), facts.inputs());
        artifacts(component.putObject("OutputArtifacts"), facts.outputs());
        metrics(component, facts, job, series);
        return component;
    }

    private static void copy(JsonNode from, String member, ObjectNode to, String as) {
        if (from.has(member)) {
            to.set(as, from.get(member));
        }
    }

    private static ObjectNode parameter(String value) {
        try {
            return Json.object().put("NumberValue", Double.parseDouble(value));
        } catch (NumberFormatException text) {
            return Json.object().put("StringValue", value);
        }
    }

    private static void artifacts(ObjectNode all, List<JobFacts.Data> list) {
        for (JobFacts.Data data : list) {
            ObjectNode artifact = all.putObject(data.name()).put("Value", data.uri());
            if (!data.mediaType().isEmpty()) {
                artifact.put("MediaType", data.mediaType());
            }
        }
    }

    private static void metrics(ObjectNode component, JobFacts facts, JsonNode job, Map<String, List<Double>> series) {
        for (JsonNode last : job.path("FinalMetricDataList")) {
            String name = last.path("MetricName").asText();
            double value = last.path("Value").asDouble();
            List<Double> values = series.getOrDefault(name, List.of(value));
            DoubleSummaryStatistics statistics = values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
            double variance = values.stream().mapToDouble(each -> (each - statistics.getAverage()) * (each - statistics.getAverage())).average().orElse(0);
            component.withArrayProperty("Metrics").addObject().put("MetricName", name).put("SourceArn", facts.arn()).put("TimeStamp", last.path("Timestamp").asDouble())
                    .put("Max", statistics.getMax()).put("Min", statistics.getMin()).put("Last", value).put("Count", statistics.getCount()).put("Avg", statistics.getAverage())
                    .put("StdDev", Math.sqrt(variance));
        }
    }
}
