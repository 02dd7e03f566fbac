import { expect, test } from 'vitest'
import type { Resource } from './resource.ts'
import { unsupportedResources } from './unsupported.ts'

function told(...resources: Pick<Resource, 'type' | 'path' | 'properties'>[]): string[] {
  return unsupportedResources({
    region: 'us-east-1',
    accountId: '000000000000',
    endpoint: '',
    resources: resources.map((each) => ({ ...each, physicalId: '', attributes: {} })),
    assemblyDir: '',
    stateDir: '',
  })
}
const a = (type: string, path = 'api/It', properties: Resource['properties'] = {}) => ({
  type,
  path,
  properties,
})

test.each([
  ['AWS::ApiGateway::RestApi', 'its HTTP API is not served'],
  ['AWS::Lambda::LayerVersion', 'functions run without it, and cannot import what is in it'],
  ['AWS::Kinesis::Stream', 'Kinesis is not here, and calls to it fail'],
  ['Custom::Own', 'the custom resource does not run, so what it would set up is not there'],
])('of %s it is said that %s', (type, consequence) => {
  expect(told(a(type))).toEqual([`${type}: ${consequence} (api/It)`])
})

test('many of one kind are one sentence', () => {
  const many = ['1', '2', '3', '4', '5'].map((path) => a('AWS::Kinesis::Stream', path))
  expect(told(...many)).toEqual([
    'AWS::Kinesis::Stream: Kinesis is not here, and calls to it fail (1, 2, 3 and 2 more)',
  ])
})

test('what works is not named, of types that work in part neither', () => {
  expect(
    told(
      a('AWS::SQS::Queue'),
      a('AWS::Events::Rule', 'a', { ScheduleExpression: 'rate(5 minutes)' }),
      a('AWS::Lambda::Function', 'a', { Runtime: 'nodejs22.x' }),
      a('AWS::Lambda::EventInvokeConfig', 'a', { FunctionName: 'f', MaximumRetryAttempts: 0 }),
      a('AWS::Lambda::EventSourceMapping', 'a', { EventSourceArn: 'arn:aws:sqs:us-east-1:0:q' }),
      a('AWS::Lambda::Function', 'CustomCDKBucketDeployment8693', { Runtime: 'python3.13' }),
    ),
  ).toEqual([])
})

test('what works in part is named where it does not', () => {
  expect(
    told(
      a('AWS::Events::Rule', 'rule', { EventPattern: {} }),
      a('AWS::Lambda::Function', 'snake', { Runtime: 'python3.13' }),
      a('AWS::Lambda::EventSourceMapping', 'stream', { EventSourceArn: 'arn:aws:dynamodb:x' }),
      a('AWS::Lambda::EventInvokeConfig', 'ends', {
        FunctionName: 'f',
        DestinationConfig: {
          OnSuccess: { Destination: 'arn:aws:sqs:us-east-1:000000000000:q' },
          OnFailure: { Destination: 'arn:aws:sns:us-east-1:000000000000:t' },
        },
      }),
      a('AWS::Lambda::Function', 'dead', {
        Runtime: 'nodejs22.x',
        DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:q.fifo' },
      }),
    ),
  ).toEqual([
    'AWS::Events::Rule: events by pattern are not delivered (rule)',
    'AWS::Lambda::Function: the sandbox does not run python3.13 (snake)',
    'AWS::Lambda::EventSourceMapping: functions are fed from SQS only (stream)',
    'AWS::Lambda::EventInvokeConfig: how an event ended is sent to standard queues and functions only, not to arn:aws:sns:us-east-1:000000000000:t (ends)',
    'AWS::Lambda::Function: how an event ended is sent to standard queues and functions only, not to arn:aws:sqs:us-east-1:000000000000:q.fifo (dead)',
  ])
})
