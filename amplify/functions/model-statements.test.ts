import { App, Stack } from 'aws-cdk-lib'
import { expect, test } from 'vitest'
import { catalogue } from '#domain/model/catalogue.ts'
import { novaOmni } from '#domain/model/nova-omni.ts'
import { modelStatements } from './model-statements.ts'

const nova = 'foundation-model/amazon.nova-canvas-v1:0'

function statements(
  regions: readonly string[],
  guardrail = '',
  cards = catalogue,
): Record<string, unknown>[] {
  const stack = new Stack(new App(), 'stack', { env: { account: '123456789012' } })
  return modelStatements(stack, { cards, regions, guardrail }).map(
    (statement) => statement.toStatementJson() as Record<string, unknown>,
  )
}

test('a model is allowed in the first Region that offers it alone', () => {
  expect(statements(['eu-west-1', 'us-east-1'])[0]?.['Resource']).toContain(
    `arn:aws:bedrock:eu-west-1::${nova}`,
  )
  expect(JSON.stringify(statements(['eu-west-1', 'us-east-1']))).not.toContain(`us-east-1::${nova}`)
})

test('where no service is offered, nothing behind a profile is allowed', () => {
  expect(statements(['eu-west-1'])).toEqual([
    {
      Effect: 'Allow',
      Action: 'bedrock:InvokeModel',
      Resource: `arn:aws:bedrock:eu-west-1::${nova}`,
    },
  ])
})

test.each([
  ['abc', 'arn:aws:bedrock:eu-west-1:123456789012:guardrail/abc'],
  [
    'arn:aws:bedrock:eu-west-1:123456789012:guardrail/xyz',
    'arn:aws:bedrock:eu-west-1:123456789012:guardrail/xyz',
  ],
])('the guardrail %s may be applied', (guardrail, Resource) => {
  expect(statements(['eu-west-1'], guardrail)[1]).toEqual({
    Effect: 'Allow',
    Action: 'bedrock:ApplyGuardrail',
    Resource,
  })
})

test('a preview is called through its profile, and alone where a deployment names it', () => {
  const profile = 'inference-profile/us.amazon.nova-2-omni-v1:0'
  const named = statements(['us-west-2'], '', [...catalogue, novaOmni])
  expect(named[0]?.['Resource']).toContain(`arn:aws:bedrock:us-west-2:123456789012:${profile}`)
  for (const region of ['us-east-1', 'us-east-2', 'us-west-2']) {
    const model = `arn:aws:bedrock:${region}::foundation-model/amazon.nova-2-omni-v1:0`
    expect(named[1]?.['Resource']).toContain(model)
  }
  expect(JSON.stringify(statements(['us-west-2']))).not.toContain('omni')
})
