import type { Click } from '../document/region-steps.ts'
import { type Answer, maskPx, modelPx } from './segmenter.ts'

/**
 * What clicks make of a network's answers. A further click changes an object only where it says something:
 * one that includes takes nothing away, one that excludes adds nothing, and only what hangs together with
 * it changes. So what earlier clicks settled stays, which the network alone does not promise. Pure; clicks
 * are in pixels of the picture that the network sees.
 */

/**
 * The answer that agrees with most clicks; of several, the one that the network thinks best.
 * @param answers at least one
 */
export function bestOf(answers: readonly Answer[], clicks: readonly Click[]): Answer {
  const scoreOf = ({ logits, quality }: Answer) =>
    quality + clicks.filter((click) => (logits[cellOf(click)] ?? 0) > 0 === click.isInside).length
  return answers.reduce((best, answer) => (scoreOf(answer) > scoreOf(best) ? answer : best))
}

/**
 * An object after a further click.
 * @param before how the object was, as logits
 * @param after what the network makes of all clicks
 * @param by.colours what colours make of them, where the network is in doubt: it changes what both say
 */
export function settle(
  before: Float32Array,
  after: Float32Array,
  {
    click,
    colours = after,
  }: { readonly click: Click; readonly colours?: Float32Array | undefined },
): Float32Array {
  const { isInside } = click
  const isChanged = (at: number) =>
    (before[at] ?? 0) > 0 !== isInside &&
    (after[at] ?? 0) > 0 === isInside &&
    (colours[at] ?? 0) > 0 === isInside
  const touched = connected(cellOf(click), isChanged)
  const settled = Float32Array.from(before)
  for (let at = 0; at < settled.length; at += 1) {
    const [was, is] = [before[at] ?? 0, after[at] ?? 0]
    // Beside what changes the border lies where the new answer has it, so that it has no step.
    const isAgreed = is > 0 === was > 0
    if (touched[at] || (isAgreed && isBeside(touched, at))) settled[at] = is
  }
  return settled
}

/** The cell of an answer that a click falls on. */
function cellOf({ x, y }: Pick<Click, 'x' | 'y'>): number {
  const cell = (place: number) =>
    Math.min(maskPx - 1, Math.max(0, Math.floor((place * maskPx) / modelPx)))
  return cell(y) * maskPx + cell(x)
}

/** How far from a click, in cells, the nearest change may begin that is still meant by it. */
const reachCells = 3

/** All that hangs together with a cell, or with cells near it. */
function connected(start: number, belongs: (at: number) => boolean): Uint8Array {
  const found = new Uint8Array(maskPx * maskPx)
  const waiting: number[] = []
  const visit = (x: number, y: number) => {
    if (x < 0 || y < 0 || x >= maskPx || y >= maskPx) return
    const at = y * maskPx + x
    if (found[at] || !belongs(at)) return
    found[at] = 1
    waiting.push(at)
  }
  const around = (at: number, reach: number) => {
    const [x, y] = [at % maskPx, Math.floor(at / maskPx)]
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) visit(x + dx, y + dy)
    }
  }
  around(start, reachCells)
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) around(at, 1)
  return found
}

function isBeside(touched: Uint8Array, at: number): boolean {
  const x = at % maskPx
  for (let dy = -1; dy <= 1; dy += 1) {
    for (let dx = -1; dx <= 1; dx += 1) {
      if (x + dx >= 0 && x + dx < maskPx && touched[at + dy * maskPx + dx]) return true
    }
  }
  return false
}
