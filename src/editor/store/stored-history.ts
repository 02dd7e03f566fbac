import * as z from 'zod'
import {
  type DrawnStroke,
  type EditorDocument,
  editorDocumentSchema,
  maxStrokes,
  quantise,
  type Stroke,
  strokesSchema,
} from '../document/document.ts'
import type { History } from '../document/history.ts'

/**
 * How a document and its undo steps are stored: every stroke once, packed, and each step as what it
 * keeps of the step before it and what it adds. So a history of n strokes takes the space of n
 * strokes, and writing it does not hold up the page. Pure.
 */

/** Undo steps kept on either side of the present; the page itself holds more. */
const maxStoredSteps = 200
/** Points are stored as whole quarters of a pixel. */
const stepsPerPx = 4

/** What IndexedDB keeps; it stores typed arrays as they are. */
export type StoredHistory = {
  readonly version: 1
  readonly strokes: readonly unknown[]
  readonly steps: readonly unknown[]
  /** Index of the present among the steps. */
  readonly present: number
}

const packedLineSchema = z.object({
  kind: z.enum(['PAINT', 'ERASE']),
  radiusPx: z.number(),
  points: z.instanceof(Int32Array),
})

const stepSchema = z.object({
  document: z.unknown(),
  keep: z.number().int().min(0).catch(0),
  add: z.array(z.number().int()).max(maxStrokes).catch([]),
})

const storedSchema = z.object({
  strokes: z.array(z.unknown()).catch([]),
  steps: z.array(stepSchema).min(1),
  present: z.number().int().min(0).catch(0),
})

/** Packed lines are kept with their strokes, so that a save packs only what is new. */
const packed = new WeakMap<DrawnStroke, unknown>()

/** The history as it is stored: the present and the steps nearest to it. */
export function storeHistory(history: History<EditorDocument>): StoredHistory {
  const past = history.past.slice(-maxStoredSteps)
  const states = [...past, history.present, ...history.future.slice(0, maxStoredSteps)]
  const indexes = new Map<Stroke, number>()
  let previous: readonly Stroke[] = []
  const steps = states.map(({ strokes, ...document }) => {
    const keep = commonLength(previous, strokes)
    previous = strokes
    const add = strokes.slice(keep).map((stroke) => {
      const index = indexes.get(stroke) ?? indexes.size
      indexes.set(stroke, index)
      return index
    })
    return { document, keep, add }
  })
  return { version: 1, strokes: [...indexes.keys()].map(pack), steps, present: past.length }
}

/**
 * Reads what `storeHistory` wrote, or what became of it: strokes and steps that cannot be read are
 * left out.
 * @returns `undefined` when there is no document in it
 */
export function readHistory(stored: unknown): History<EditorDocument> | undefined {
  const parsed = storedSchema.safeParse(stored)
  if (!parsed.success) return undefined
  const pool = parsed.data.strokes.map(unpack)
  const states: EditorDocument[] = []
  let present = 0
  let previous: readonly (Stroke | undefined)[] = []
  parsed.data.steps.forEach(({ document, keep, add }, index) => {
    previous = [...previous.slice(0, keep), ...add.map((each) => pool[each])]
    const read = editorDocumentSchema.safeParse(document)
    if (!read.success) return
    if (index <= parsed.data.present) present = states.length
    const strokes = previous.filter((stroke) => stroke !== undefined)
    states.push({ ...read.data, strokes })
  })
  const current = states[present]
  if (!current) return undefined
  return { past: states.slice(0, present), present: current, future: states.slice(present + 1) }
}

function pack(stroke: Stroke): unknown {
  if (!('points' in stroke)) return stroke
  const known = packed.get(stroke)
  if (known) return known
  const points = Int32Array.from(stroke.points, (value) => Math.round(value * stepsPerPx))
  const line = { kind: stroke.kind, radiusPx: stroke.radiusPx, points }
  packed.set(stroke, line)
  return line
}

function unpack(stored: unknown): Stroke | undefined {
  const line = packedLineSchema.safeParse(stored)
  if (!line.success) return strokesSchema.parse([stored])[0]
  const points = Array.from(line.data.points, (value) => quantise(value / stepsPerPx))
  return strokesSchema.parse([{ ...line.data, points }])[0]
}

function commonLength(a: readonly Stroke[], b: readonly Stroke[]): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1
  return length
}
