import { expect, test } from 'vitest'
import { readGuardrail } from './read-guardrail.ts'

const mark = { 'amazon-bedrock-guardrailAction': 'INTERVENED' }
const traced = (guardrail: object) => ({ ...mark, 'amazon-bedrock-trace': { guardrail } })
const ofText = { g1: { contentPolicy: { filters: [{ type: 'HATE', action: 'BLOCKED' }] } } }
const covered = (guardrailCoverage: object) => ({
  g1: { invocationMetrics: { guardrailCoverage } },
})
const ofImage = covered({ images: { guarded: 1, total: 1 } })
const ofBoth = covered({ images: { guarded: 1 }, textCharacters: { guarded: 9 } })

test.each([
  ['words', traced({ input: ofText }), 'BLOCKED_PROMPT'],
  ['a picture that was sent', traced({ input: ofImage }), 'BLOCKED_INPUT'],
  ['words or a picture', traced({ input: ofBoth }), 'BLOCKED_PROMPT'],
  ['what was made', traced({ input: ofText, outputs: [{ g1: {} }] }), 'BLOCKED_OUTPUT'],
  ['something, without a trace', mark, 'BLOCKED_PROMPT'],
  [
    'something, with a trace of another shape',
    { ...mark, 'amazon-bedrock-trace': 'x' },
    'BLOCKED_PROMPT',
  ],
])('an intervention about %s', (_what, body, code) => {
  expect(readGuardrail(body)).toMatchObject({ code, retryOnce: false, throttled: false })
})

test.each([
  { 'amazon-bedrock-guardrailAction': 'NONE', images: ['AAAA'] },
  { images: ['AAAA'] },
  undefined,
])('%j is no intervention', (body) => {
  expect(readGuardrail(body)).toBeUndefined()
})
