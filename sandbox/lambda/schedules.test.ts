import { afterEach, expect, test } from 'vitest'
import type { Resource } from '../assembly/resource.ts'
import type { LogEvent } from '../log.ts'
import type { ScheduledCall } from './permits.ts'
import { type Schedules, startSchedules } from './schedules.ts'

const accountId = '000000000000'
const functionArn = `arn:aws:lambda:us-east-1:${accountId}:function:sweep`
const ruleArn = `arn:aws:events:us-east-1:${accountId}:rule/nightly`

function resource(type: string, properties: object): Resource {
  const attributes = { Arn: ruleArn }
  return { path: 'nightly', type, physicalId: 'nightly', attributes, properties: { ...properties } }
}

const schedule = resource('AWS::Scheduler::Schedule', {
  ScheduleExpression: 'rate(5 minutes)',
  Target: { Arn: functionArn, RoleArn: 'role', Input: '{"deep":true}' },
})
const rule = resource('AWS::Events::Rule', {
  ScheduleExpression: 'cron(0 3 * * ? *)',
  Targets: [{ Arn: functionArn }],
})

let schedules: Schedules | undefined
afterEach(() => schedules?.stop())

function start(resources: Resource[], mayStart: (call: ScheduledCall) => boolean) {
  const invoked: unknown[] = []
  const logged: LogEvent[] = []
  const place = { region: 'us-east-1', accountId, endpoint: '', assemblyDir: '', stateDir: '' }
  schedules = startSchedules({
    deployment: { ...place, resources },
    functions: {
      invoke: (arn, payload, type) => {
        invoked.push([arn, payload, type])
        return Promise.resolve({ kind: 'returned', payload: null, requestId: 'r' })
      },
    },
    permits: { mayStart },
    log: (event) => logged.push(event),
  })
  schedules.runNow()
  return { invoked, logged }
}

test('what is scheduled can be started now, with its input, as an event', () => {
  const { invoked } = start([schedule], () => true)
  expect(invoked).toEqual([[functionArn, { deep: true }, 'Event']])
})

test('without an input of its own a target gets the notice of its service', () => {
  const Target = { Arn: functionArn, RoleArn: 'role' }
  const { properties } = schedule
  const { invoked } = start(
    [{ ...schedule, properties: { ...properties, Target } }, rule],
    () => true,
  )
  const notice = {
    version: '0',
    id: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    'detail-type': 'Scheduled Event',
    account: accountId,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
    region: 'us-east-1',
  }
  const scheduleArn = `arn:aws:scheduler:us-east-1:${accountId}:schedule/default/nightly`
  expect(invoked).toEqual([
    [
      functionArn,
      { ...notice, source: 'aws.scheduler', resources: [scheduleArn], detail: '{}' },
      'Event',
    ],
    [functionArn, { ...notice, source: 'aws.events', resources: [ruleArn], detail: {} }, 'Event'],
  ])
})

test('a schedule asks by its role and group, a rule by itself; a no starts nothing', () => {
  const asked: ScheduledCall[] = []
  const { invoked } = start([schedule, rule], (call) => {
    asked.push(call)
    return false
  })
  const sourceArn = `arn:aws:scheduler:us-east-1:${accountId}:schedule-group/default`
  expect(asked).toEqual([
    { functionArn, roleArn: 'role', sourceArn },
    { functionArn, roleArn: undefined, sourceArn: ruleArn },
  ])
  expect(invoked).toEqual([])
})

test('a schedule that has no period here is named', () => {
  const yearly = { ...rule, properties: { ...rule.properties, ScheduleExpression: 'at(2030)' } }
  const { logged } = start([yearly], () => true)
  expect(logged.map(({ message }) => message)).toEqual([
    'nightly: the sandbox cannot run the schedule at(2030)',
  ])
})
