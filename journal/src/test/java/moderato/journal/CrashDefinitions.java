package moderato.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.TreeMap;
import moderato.kernel.Definition;
import moderato.kernel.RunIdentity;
import moderato.kernel.StartRequest;
import moderato.states.StatesLanguage;

/** State machines of which every run of an undisturbed process ends with the same events. */
final class CrashDefinitions {

    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:";
    private static final String TASK = "{'Type':'Task','Resource':'arn:aws:lambda:us-east-1:000000000000:function:work',%s}";

    private static final Map<String, String> MACHINES = Map.of(
            "asl-chain", "{'StartAt':'A','States':{'A':%s,'B':%s,'C':%s,'D':{'Type':'Choice','Choices':[{'Variable':'$.n','NumericEquals':1,'Next':'E'}]},'E':{'Type':'Succeed'}}}"
                    .formatted(task("'Next':'B'"), task("'ResultPath':'$.b','Next':'C'"), task("'ResultPath':null,'Next':'D'")),
            "asl-parallel", """
                    {'StartAt':'P','States':{'P':{'Type':'Parallel','Parameters':{'attempt.$':'$$.State.RetryCount'},'Retry':[{'ErrorEquals':['Flaky'],'IntervalSeconds':1}],
                     'End':true,'Branches':[{'StartAt':'One','States':{'One':{'Type':'Pass','End':true}}},
                     {'StartAt':'Two','States':{'Two':{'Type':'Task','Resource':'arn:aws:lambda:us-east-1:000000000000:function:flaky','End':true}}}]}}}""",
            "asl-map", "{'StartAt':'M','States':{'M':{'Type':'Map','ItemsPath':'$.items','MaxConcurrency':3,'Next':'Z','ItemProcessor':{'StartAt':'I','States':{'I':%s}}},'Z':%s}}"
                    .formatted(task("'End':true"), task("'End':true")),
            "asl-token", """
                    {'StartAt':'T','States':{'T':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken','Next':'U',
                     'Parameters':{'FunctionName':'ask','Payload':{'token.$':'$$.Task.Token'}}},'U':%s}}""".formatted(task("'End':true")));

    private CrashDefinitions() {
    }

    private static String task(String rest) {
        return TASK.formatted(rest);
    }

    /** What to start, by the run's name. */
    static Map<String, StartRequest> requests() {
        Map<String, StartRequest> requests = new TreeMap<>();
        MACHINES.forEach((name, text) -> {
            RunIdentity run = new RunIdentity((MACHINE + name + ":r").replace("stateMachine", "execution"), "r", name, MACHINE + name, "role");
            var input = JsonNodeFactory.instance.objectNode().put("n", 1);
            input.putArray("items").add(1).add(2).add(3).add(4).add(5);
            requests.put(name, StartRequest.of(Definition.of(StatesLanguage.NAME, text.replace('\'', '"')), run, input));
        });
        return requests;
    }
}
