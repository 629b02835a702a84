/**
 * SageMaker pipeline definitions: parsing, validation and the program that interprets them.
 *
 * <p>{@link moderato.pipelines.CheckedPipeline} says what is wrong with a definition and draws its graph,
 * {@link moderato.pipelines.PipelineLanguage} makes programs for the engines, {@link moderato.pipelines.Ids} names executions,
 * {@link moderato.pipelines.ExecutionView} shows an execution as the service's own operations do. A program asks for work by these
 * resources: {@code job:processing}, {@code job:training}, {@code job:transform}, {@code job:tuning}, {@code model:create},
 * {@code registry:register}, {@code lineage:create}, {@code lambda:invoke}, {@code callback:send}, {@code objects:cleanup},
 * {@code step:<Type>}, and in between {@code json:get}, {@code objects:digest}, {@code cache:find}, {@code cache:keep} and
 * {@code reference:steps}; payloads and answers are in {@code docs/pipeline-tasks.md}.
 *
 * <p>May use {@code kernel} and nothing else; it does not know state machines, jobs or videos.
 */
@NullMarked
package moderato.pipelines;

import org.jspecify.annotations.NullMarked;
