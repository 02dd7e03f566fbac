import { expect, test } from 'vitest'
import { evaluateAssembly } from './evaluate.ts'
import type { Assembly, Template } from './template.ts'

const place = {
  region: 'us-east-1',
  accountId: '000000000000',
  endpoint: 'http://127.0.0.1:4600',
  stackName: 'test',
}

function template(parts: Partial<Template>): Template {
  return {
    Parameters: {},
    Conditions: {},
    Mappings: {},
    Resources: {},
    Outputs: {},
    Metadata: {},
    ...parts,
  }
}

function evaluate(root: Template, nested: Record<string, Template> = {}) {
  const assembly: Assembly = {
    dir: '/nowhere',
    stackName: 'test',
    root,
    assetPath: (key) => key,
    nested: (url) => nested[url] ?? template({}),
  }
  return evaluateAssembly(assembly, place)
}

/** What one value of a template comes to. */
function valueOf(value: unknown, parts: Partial<Template> = {}): unknown {
  const thing = { Type: 'Test::Thing', Properties: { value } }
  const resources = { ...parts.Resources, Thing: thing }
  const { resources: all } = evaluate(template({ ...parts, Resources: resources }))
  return all.find((each) => each.path === 'Thing')?.properties['value']
}

test.each<[string, unknown, unknown]>([
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-us-east-1'],
  ['Sub', { 'Fn::Sub': 'x-${AWS::AccountId}-${!kept}' }, 'x-000000000000-${kept}'],
  ['Sub with variables', { 'Fn::Sub': ['${a}/${AWS::Partition}', { a: 'b' }] }, 'b/aws'],
  ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  ['If', { 'Fn::If': ['Yes', 'y', 'n'] }, 'y'],
  ['NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
  ['NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  [
    'an IAM condition',
    { Condition: { Bool: { x: 'true' } } },
    { Condition: { Bool: { x: 'true' } } },
  ],
  ['a parameter', { Ref: 'Size' }, 'large'],
  ['FindInMap', { 'Fn::FindInMap': ['M', 'a', 'b'] }, 'c'],
])('%s', (_, value, expected) => {
  const parts = {
    Conditions: {
      Yes: {
        'Fn::And': [{ 'Fn::Equals': ['1', '1'] }, { 'Fn::Not': [{ 'Fn::Equals': ['1', '2'] }] }],
      },
    },
    Parameters: { Size: { Default: 'large' } },
    Mappings: { M: { a: { b: 'c' } } },
  }
  expect(valueOf(value, parts)).toEqual(expected)
})

test('a nested stack gets parameters from its parent and gives outputs back', () => {
  const child = template({
    Parameters: { Greeting: {} },
    Outputs: { Said: { Value: { 'Fn::Join': [' ', [{ Ref: 'Greeting' }, 'world']] } } },
  })
  const root = template({
    Resources: {
      Child: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: 'child', Parameters: { Greeting: 'hello' } },
      },
    },
    Outputs: { Said: { Value: { 'Fn::GetAtt': ['Child', 'Outputs.Said'] } } },
  })
  expect(evaluate(root, { child }).outputs).toEqual({ Said: 'hello world' })
})

test('a resource whose condition does not hold is not there', () => {
  const root = template({
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { Gone: { Type: 'AWS::SQS::Queue', Condition: 'Never', Properties: {} } },
  })
  expect(evaluate(root).resources).toEqual([])
})

test('physical ids are the same at each start, and differ between resources', () => {
  const root = template({
    Resources: {
      One: { Type: 'AWS::SQS::Queue', Properties: {} },
      Two: { Type: 'AWS::SQS::Queue', Properties: {} },
    },
  })
  const ids = () => evaluate(root).resources.map((each) => each.physicalId)
  expect(ids()).toEqual(ids())
  expect(new Set(ids()).size).toBe(2)
})

test.each<[string, unknown, RegExp]>([
  ['an unknown function', { 'Fn::Cidr': [] }, /Fn::Cidr/],
  ['an unknown reference', { Ref: 'Nobody' }, /Nobody/],
  ['an unknown attribute', { 'Fn::GetAtt': ['Queue', 'Colour'] }, /Colour of AWS::SQS::Queue/],
])('%s is an error that names it', (_, value, message) => {
  const parts = { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } } }
  expect(() => valueOf(value, parts)).toThrow(message)
})

test('a resource that depends on itself is an error, not an endless loop', () => {
  const root = template({
    Resources: {
      A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'B' } } },
      B: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'A' } } },
    },
  })
  expect(() => evaluate(root)).toThrow(/depends on itself/)
})
