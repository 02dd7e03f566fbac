import { followClick } from './follow-colours.ts'
import type { Pixels } from './pixels.ts'
import type { Answer, Prompt, Segmenter } from './segmenter.ts'
import { bestOf, settle } from './settle.ts'

/** How many earlier answers are kept: those of one object. */
const maxKept = 24
/** A further click that makes the network so much less sure of the object was not understood. */
const maxDoubt = 0.05

/** Finds objects by clicks, one after the other: each changes what those before it settled. */
export interface ObjectFinder {
  /** @param isPassing nobody clicked yet: the answer to it is not kept */
  find(prompt: Prompt, isPassing: boolean): Promise<Float32Array>
}

/** A finder for the picture that the segmenter looked at. */
export function createObjectFinder(
  segmenter: Pick<Segmenter, 'find'>,
  picture: Pixels,
): ObjectFinder {
  const kept = new Map<string, Answer>()
  const keep = (key: string, answer: Answer) => {
    kept.set(key, answer)
    const [oldest] = kept.keys()
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest)
  }
  const find = async (prompt: Prompt, isPassing: boolean): Promise<Answer> => {
    const key = JSON.stringify(prompt)
    const known = kept.get(key)
    if (known) return known
    const last = prompt.clicks.at(-1)
    const earlier = { ...prompt, clicks: prompt.clicks.slice(0, -1) }
    const isFurther = last && (earlier.clicks.length > 0 || prompt.box !== undefined)
    const before = isFurther ? await find(earlier, false) : undefined
    if (!before || !last) {
      const first = await segmenter.find(prompt)
      if (!isPassing) keep(key, first)
      return first
    }
    const isDoubtful = ({ quality }: Answer) => quality < before.quality - maxDoubt
    let best = await segmenter.find(prompt, before.logits)
    // Going on from the last answer is better mostly, and a second opinion costs as much again.
    if (isDoubtful(best)) best = bestOf([best, await segmenter.find(prompt)], prompt.clicks)
    // What has not the colour of the click stays as it was.
    const colours = isDoubtful(best) ? followClick(picture, last) : undefined
    const logits = settle(before.logits, best.logits, { click: last, colours })
    const found = { logits, quality: isDoubtful(best) ? before.quality : best.quality }
    if (!isPassing) keep(key, found)
    return found
  }
  return { find: async (prompt, isPassing) => (await find(prompt, isPassing)).logits }
}
