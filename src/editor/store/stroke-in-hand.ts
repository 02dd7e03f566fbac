import type { DrawnStroke } from '../document/stroke.ts'

type Hear = (stroke: DrawnStroke | undefined) => void

let hear: Hear = () => undefined

/** @returns how to end it; until then `next` hears of the stroke under the pointer, and of its end */
export function strokeHeardBy(next: Hear): () => void {
  hear = next
  return () => {
    hear = () => undefined
  }
}

/** Notes the stroke so far, whose points still grow; `undefined` once it is committed or dropped. */
export function noteStrokeInHand(stroke: DrawnStroke | undefined): void {
  hear(stroke)
}
