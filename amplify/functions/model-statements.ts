import type { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { regionFor } from '#domain/model/access.ts'
import type { ModelCard } from '#domain/model/card.ts'

/** All Regions of the catalogue are of this partition. Written out, since CDK splits a policy whose
 * tokens, at 150 characters each, would pass what a role's own policy may hold. */
const bedrock = { partition: 'aws', service: 'bedrock' }

const actions = ['bedrock:InvokeModel']

/** Which models may be called and where, and the guardrail that checks the calls, if any. */
export type ModelReach = {
  readonly cards: readonly ModelCard[]
  readonly regions: readonly string[]
  readonly guardrail: string
}

/**
 * What a function needs to call the models that are offered in these Regions, each in the first
 * that has it. A call of a profile is decided twice: on the profile itself, and on the model in
 * every Region that the profile may choose, there only for calls that come through a profile.
 */
export function modelStatements(
  stack: Stack,
  { cards, regions, guardrail }: ModelReach,
): PolicyStatement[] {
  const profiles: string[] = []
  const models: string[] = []
  const behind: string[] = []
  const through = new Set<string>()
  for (const card of cards) {
    const region = regionFor(card, regions)
    if (region === undefined) continue
    if (!card.profile) {
      models.push(modelArn(stack, card, region))
      continue
    }
    profiles.push(profileArn(stack, region, card.profile.id))
    through.add(profileArn(stack, region, `${familyOf(card.profile.id)}.*`))
    behind.push(...card.profile.regions.map((each) => modelArn(stack, card, each)))
  }
  const direct = [...models, ...profiles]
  const conditions = { StringLike: { 'bedrock:InferenceProfileArn': [...through] } }
  return [
    ...(direct.length > 0 ? [new PolicyStatement({ actions, resources: direct })] : []),
    ...(behind.length > 0 ? [new PolicyStatement({ actions, resources: behind, conditions })] : []),
    ...(guardrail === '' ? [] : [guardrailStatement(stack, { regions, guardrail })]),
  ]
}

function guardrailStatement(
  stack: Stack,
  { regions, guardrail }: Omit<ModelReach, 'cards'>,
): PolicyStatement {
  const resources = guardrail.startsWith('arn:')
    ? [guardrail]
    : regions.map((region) =>
        stack.formatArn({ ...bedrock, region, resource: 'guardrail', resourceName: guardrail }),
      )
  return new PolicyStatement({ actions: ['bedrock:ApplyGuardrail'], resources })
}

/** `us` of `us.stability…`: naming each profile again would make the policy too long. */
function familyOf(profileId: string): string {
  return profileId.slice(0, profileId.indexOf('.'))
}

function profileArn(stack: Stack, region: string, id: string): string {
  return stack.formatArn({
    ...bedrock,
    region,
    resource: 'inference-profile',
    resourceName: id,
  })
}

function modelArn(stack: Stack, { id }: ModelCard, region: string): string {
  return stack.formatArn({
    ...bedrock,
    region,
    account: '',
    resource: 'foundation-model',
    resourceName: id,
  })
}
