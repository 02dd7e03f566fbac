import type { CfnFunctionConfiguration } from 'aws-cdk-lib/aws-appsync'

/**
 * A function answers `{ refusal: { type, message } }` where it refuses a request. Thrown, a refusal
 * would count among the function's failures, and its alarm would ring for what people ask.
 */
const template = `#if( $ctx.error )
  $util.error($ctx.error.message, $ctx.error.type)
#end
#if( $ctx.result && $ctx.result.refusal )
  $util.error($ctx.result.refusal.message, $ctx.result.refusal.type)
#end
$util.toJson($ctx.result)
`

/**
 * Has the API make errors of what our functions refuse.
 * @param functions of the API, as Amplify made them
 * @param count of ours among them
 * @throws Error when Amplify names them in another way
 */
export function answerRefusals(
  functions: Readonly<Record<string, CfnFunctionConfiguration>>,
  count: number,
): void {
  const ours = Object.values(functions).filter(({ name }) => name.startsWith('InvokeFn'))
  if (ours.length !== count)
    throw new Error(`${ours.length} of ${count} functions of the API found.`)
  for (const each of ours) {
    each.responseMappingTemplateS3Location = undefined
    each.responseMappingTemplate = template
  }
}
