package moderato.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.TreeMap;
import moderato.kernel.Definition;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskFailedException;
import moderato.pipelines.Ids;
import moderato.pipelines.PipelineLanguage;

/** Pipelines of which every run of an undisturbed process ends with the same steps. */
final class CrashPipelines {

    private static final Map<String, String> PIPELINES = Map.of(
            "pipe-chain", steps(
                    "{'Name':'A','Type':'Processing','Arguments':{'x':'1'},'RetryPolicies':[{'ExceptionType':['Step.SERVICE_FAULT'],'IntervalSeconds':1,'MaxAttempts':2}]}",
                    "{'Name':'B','Type':'Training','Arguments':{'x':'1'},'DependsOn':['A'],'CacheConfig':{'Enabled':true,'ExpireAfter':'1d'}}",
                    lambda("C", "'DependsOn':['B']", "'x':'1'"),
                    "{'Name':'D','Type':'Condition','Arguments':{'Conditions':[{'Type':'Equals','LeftValue':{'Get':\"Steps.C.OutputParameters['score']\"},'RightValue':1}],'IfSteps':["
                            + lambda("Then", "'Description':'taken'", "'x':'1'") + "],'ElseSteps':[" + lambda("Else", "'Description':'not taken'", "'x':'1'") + "]}}"),
            "pipe-each", steps("{'Name':'Each','Type':'ForEach','Arguments':{'IterableItems':['a','b','c','d'],'MaxConcurrency':2,'ForEachBody':["
                    + lambda("Item", "'Description':'one'", "'item':{'Get':'ForEach.CurrentItem'}") + "]}}", lambda("After", "'DependsOn':['Each']", "'x':'1'")),
            "pipe-failure", steps("{'Name':'Broken','Type':'Training','Arguments':{'x':'1'}}",
                    lambda("Cleaned", "'DependsOn':[{'Step':'Broken','Trigger':'Failed'}]", "'x':'1'")),
            "pipe-callback", steps("{'Name':'Ask','Type':'Callback','SqsQueueUrl':'https://sqs.us-east-1.amazonaws.com/000000000000/q','Arguments':{'x':'1'},'OutputParameters':[]}",
                    lambda("Then", "'DependsOn':['Ask']", "'x':'1'")));

    private CrashPipelines() {
    }

    private static String lambda(String name, String more, String arguments) {
        return "{'Name':'" + name + "','Type':'Lambda','FunctionArn':'arn:aws:lambda:us-east-1:000000000000:function:f'," + more + ",'Arguments':{" + arguments
                + "},'OutputParameters':[{'OutputName':'score','OutputType':'Integer'}]}";
    }

    private static String steps(String... steps) {
        return "{'Version':'2020-12-01','Steps':[" + String.join(",", steps) + "]}";
    }

    /** What to start, by the pipeline's name. */
    static Map<String, StartRequest> requests() {
        Map<String, StartRequest> requests = new TreeMap<>();
        PIPELINES.forEach((name, text) -> {
            String json = text.replace("\"Steps.C.OutputParameters['score']\"", "#").replace('\'', '"').replace("#", "\"Steps.C.OutputParameters['score']\"");
            requests.put(name, StartRequest.of(Definition.of(PipelineLanguage.NAME, json), Ids.execution(name, "us-east-1", "000000000000", "role", name.hashCode()),
                    JsonNodeFactory.instance.objectNode()));
        });
        return requests;
    }

    /** What a task of a pipeline gives. */
    static JsonNode answer(String resource, String path, JsonNode payload) throws TaskFailedException {
        if (path.startsWith("Broken.")) {
            throw new TaskFailedException("AlgorithmError", "it always fails");
        }
        if (path.startsWith("A.1.")) {
            throw new TaskFailedException("Step.SERVICE_FAULT", "the first attempt fails");
        }
        return resource.equals("lambda:invoke") ? JsonNodeFactory.instance.objectNode().put("score", 1) : JsonNodeFactory.instance.objectNode();
    }
}
