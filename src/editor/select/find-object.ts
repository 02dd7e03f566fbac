import type { Prompt, Segmenter } from './segmenter.ts'
import { bestOf, settle } from './settle.ts'

/** How many earlier answers are kept: those of one object and of what the pointer went over. */
const maxKept = 24

/** Finds objects by clicks, one after the other: each changes what those before it settled. */
export interface ObjectFinder {
  /** @param isPassing nobody clicked yet: the answer to it is not kept */
  find(prompt: Prompt, isPassing: boolean): Promise<Float32Array>
}

/** A finder for the picture that the segmenter looked at. */
export function createObjectFinder(segmenter: Pick<Segmenter, 'find'>): ObjectFinder {
  const kept = new Map<string, Float32Array>()
  const keep = (key: string, answer: Float32Array) => {
    kept.set(key, answer)
    const [oldest] = kept.keys()
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest)
  }
  const find: ObjectFinder['find'] = async (prompt, isPassing) => {
    const key = JSON.stringify(prompt)
    const known = kept.get(key)
    if (known) return known
    const last = prompt.clicks.at(-1)
    const earlier = { ...prompt, clicks: prompt.clicks.slice(0, -1) }
    const hasEarlier = last !== undefined && (earlier.clicks.length > 0 || prompt.box !== undefined)
    const before = hasEarlier ? await find(earlier, false) : undefined
    const answers = [await segmenter.find(prompt)]
    if (before) answers.push(await segmenter.find(prompt, before))
    const best = bestOf(answers, prompt.clicks)?.logits ?? new Float32Array(0)
    const found = before && last ? settle(before, best, last) : best
    if (!isPassing) keep(key, found)
    return found
  }
  return { find }
}
