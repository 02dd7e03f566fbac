import { beforeEach, expect, test } from 'vitest'
import { orThrow } from '#domain/errors.ts'
import { accessToday, noteDeployment } from '../backend/deployment.ts'
import { say } from '../i18n/say.ts'
import { freshDraft, type Situation } from './draft.ts'
import { aimRefusal, askedFor, modelChoices, offerFor } from './offer.ts'

const titan = 'amazon.titan-image-generator-v2:0'
const deployed = (regions: readonly string[], allowedRetiredModels: readonly string[] = []) =>
  noteDeployment({ custom: { modelRegions: regions, preferredModels: [], allowedRetiredModels } })

beforeEach(() => deployed(['us-west-2']))

const drawing: Situation = { aim: 'TEXT_TO_IMAGE', picture: undefined, isMasked: false }

test('models that can do it come first, then those gone or elsewhere, then those that cannot', () => {
  const choices = modelChoices(drawing, freshDraft)
  const codes = choices.map(({ refusal }) => refusal?.code)
  // Core, Stable Diffusion and Ultra draw in us-west-2; Nova and Titan are past; 13 services cannot.
  expect(codes).toEqual([
    undefined,
    undefined,
    undefined,
    'MODEL_UNAVAILABLE',
    'MODEL_UNAVAILABLE',
    ...Array.from({ length: 13 }, () => 'UNSUPPORTED'),
  ])
  const refusal = choices[3]?.refusal
  expect(refusal && say(refusal.reason)).toBe('Nova Canvas was retired on 2026-09-30.')
})

test('a model asked for that is gone gives way, and the offer says why', () => {
  const asked = askedFor(drawing, { ...freshDraft, models: { TEXT_TO_IMAGE: titan } })
  const { card, reason } = orThrow(offerFor(asked, accessToday()))
  expect([card.name, reason && say(reason)]).toEqual([
    'Stable Image Core',
    'Titan Image Generator v2 was retired on 2026-06-30.',
  ])
})

test('what no model of the deployment can do is refused with the reason', () => {
  deployed(['eu-central-1'])
  const refusal = aimRefusal('UPSCALE', true)
  expect(refusal && say(refusal.reason)).toBe(
    'Stability Fast Upscale is not offered in eu-central-1.',
  )
})

test('an aim is possible when one of its kinds is', () => {
  expect(aimRefusal('STRUCTURE', true)).toBeUndefined()
  expect(aimRefusal('STYLE', false)).toBeUndefined()
})
