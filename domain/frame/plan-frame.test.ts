import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError, orThrow } from '../errors.ts'
import type { SizeRange } from '../model/card.ts'
import { sizeIn } from '../model/size-rule.ts'
import type { Frame } from '../operation/outpaint.ts'
import { extended, type FramePlan, planFrame } from './plan-frame.ts'
import type { Size } from './space.ts'

const rule: SizeRange = {
  kind: 'RANGE',
  sidePx: { min: 64, max: 147_456 },
  stepPx: 1,
  pixels: { min: 4_096, max: 9_437_184 },
  maxAspect: 2.5,
  tiers: [{ tier: 'ANY', maxPixels: 9_437_184 }],
}
const maxPixels = 4_194_304

const side = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_000 }))
const jobs = fc
  .record({
    width: fc.integer({ min: 160, max: 10_000 }),
    ratio: fc.double({ min: 0.41, max: 2.4, noNaN: true }),
    frame: fc.record({ leftPx: side, rightPx: side, upPx: side, downPx: side }),
  })
  .map(({ width, ratio, frame }) => ({
    source: { width, height: Math.max(64, Math.round(width * ratio)) },
    frame,
  }))
  .filter(({ frame }) => Object.values(frame).some((px) => px > 0))
  .filter(
    ({ source: { width, height } }) => Math.max(width, height) < 2.45 * Math.min(width, height),
  )

/** @returns `undefined` for what is refused: a huge frame around a tiny picture */
function planned(job: { source: Size; frame: Frame }): FramePlan | undefined {
  const plan = planFrame({ ...job, rule, maxPixels })
  return plan instanceof AppError && plan.code === 'INVALID_REQUEST' ? undefined : orThrow(plan)
}

describe('every plan', () => {
  test.each<[string, (plan: FramePlan, job: { source: Size; frame: Frame }) => boolean]>([
    ['sends a size that the model takes', ({ size }) => sizeIn(rule, size) !== undefined],
    [
      'asks for what the model adds, on the sides asked for',
      (plan, { frame }) =>
        (['leftPx', 'rightPx', 'upPx', 'downPx'] as const).every((name) => {
          const px = plan.frame[name]
          return px <= 2_000 && px > 0 === frame[name] > 0 && Number.isInteger(px)
        }),
    ],
    [
      'gets all of the new part back',
      ({ shown }, { source, frame }) => {
        const canvas = extended(source, frame)
        const isAcross = frame.leftPx + frame.rightPx > 0
        const isDown = frame.upPx + frame.downPx > 0
        const isWhole = isAcross && isDown
        const right = shown.x + shown.width >= canvas.width
        const bottom = shown.y + shown.height >= canvas.height
        return [
          [shown.x <= 0, frame.leftPx > 0 || isDown || isWhole],
          [right, frame.rightPx > 0 || isDown || isWhole],
          [shown.y <= 0, frame.upPx > 0 || isAcross || isWhole],
          [bottom, frame.downPx > 0 || isAcross || isWhole],
        ].every(([isReached, isNeeded]) => isReached || !isNeeded)
      },
    ],
    [
      'shows the old picture where it was, within a pixel of the model',
      ({ shown, answer, frame: asked, seen, size }, { frame }) => {
        const across = shown.width / answer.width
        const left = shown.x + asked.leftPx * across - (frame.leftPx + seen.x)
        const right = shown.x + (asked.leftPx + size.width) * across
        const end = frame.leftPx + seen.x + seen.width
        return (
          Math.abs(left) <= Math.max(1, across) + 1 &&
          Math.abs(right - end) <= Math.max(1, across) + 1
        )
      },
    ],
    ['has an answer that fits', ({ answer }) => answer.width * answer.height <= maxPixels * 1.02],
  ])('%s', (_, law) => {
    fc.assert(
      fc.property(jobs, (job) => {
        const plan = planned(job)
        fc.pre(plan !== undefined)
        expect(law(plan, job)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

test('a picture extended on one side is shown from there, at its own resolution', () => {
  const frame = { leftPx: 0, rightPx: 300, upPx: 0, downPx: 0 }
  const job = { source: { width: 6_000, height: 1_000 }, frame, rule, maxPixels }
  const plan = orThrow(planFrame(job))
  expect(plan.seen).toEqual({ x: 4_888, y: 0, width: 1_112, height: 1_000 })
  expect(plan.size).toEqual({ width: 1_112, height: 1_000 })
  expect(plan.shown).toEqual({ x: 4_888, y: 0, width: 1_412, height: 1_000 })
})

test('a huge frame around a tiny picture is refused', () => {
  const frame = { leftPx: 5_000, rightPx: 0, upPx: 5_000, downPx: 0 }
  const plan = () =>
    orThrow(planFrame({ source: { width: 64, height: 64 }, frame, rule, maxPixels }))
  expect(plan).toThrow('INVALID_REQUEST')
})

test('a long picture that grows on both ends is refused', () => {
  const frame = { leftPx: 100, rightPx: 100, upPx: 0, downPx: 0 }
  const plan = () =>
    orThrow(planFrame({ source: { width: 6_000, height: 1_000 }, frame, rule, maxPixels }))
  expect(plan).toThrow('INVALID_REQUEST')
})
