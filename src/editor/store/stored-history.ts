import * as z from 'zod'
import { type EditorDocument, editorDocumentSchema } from '../document/document.ts'
import type { History } from '../document/history.ts'
import { type DocumentLayer, readLayer } from '../document/layer.ts'
import {
  commonLength,
  type DrawnStroke,
  maxStrokes,
  quantise,
  type Stroke,
  strokesSchema,
} from '../document/stroke.ts'

/**
 * How a document and its undo steps are stored: every stroke once, packed; every layer once, as it was
 * between two changes of it; and each step as what it keeps of the step before it and what it adds.
 * So a history of n strokes takes the space of n strokes, and writing it does not hold up the page.
 * Pure.
 */

/** Undo steps kept on either side of the present. */
const maxStoredSteps = 1_000
/** Points are stored as whole quarters of a pixel. */
const stepsPerPx = 4

/** What IndexedDB keeps; it stores typed arrays as they are. */
export type StoredHistory = {
  readonly version: 2
  readonly strokes: readonly unknown[]
  /** Regions of layers, as numbers of strokes. */
  readonly regions: readonly (readonly number[])[]
  /** Layers without their strokes, each with the number of its region. */
  readonly layers: readonly unknown[]
  readonly steps: readonly unknown[]
  /** Index of the present among the steps. */
  readonly present: number
}

/** Its other fields are read as a stroke's. */
const packedLineSchema = z.looseObject({ points: z.instanceof(Int32Array) })

const numbersSchema = z.array(z.number().int()).max(maxStrokes).catch([])

const stepSchema = z.object({
  document: z.unknown(),
  keep: z.number().int().min(0).catch(0),
  add: numbersSchema,
  /** Version 1 had the layers within the document. */
  layers: z.array(z.number().int()).optional().catch(undefined),
})

const storedSchema = z.object({
  strokes: z.array(z.unknown()).catch([]),
  regions: z.array(numbersSchema).catch([]),
  layers: z.array(z.unknown()).catch([]),
  steps: z.array(stepSchema).min(1),
  present: z.number().int().min(0).catch(0),
})

const storedLayerSchema = z.looseObject({ region: z.number().int().catch(-1) })

/** Packed lines are kept with their strokes, so that a save packs only what is new. */
const packed = new WeakMap<DrawnStroke, unknown>()

/** The history as it is stored: the present and the steps nearest to it. */
export function storeHistory(history: History<EditorDocument>): StoredHistory {
  const past = history.past.slice(-maxStoredSteps)
  const states = [...past, history.present, ...history.future.slice(0, maxStoredSteps)]
  const pool = numbering<Stroke>()
  const regions = numbering<readonly Stroke[]>()
  const layers = numbering<DocumentLayer>()
  let previous: readonly Stroke[] = []
  const steps = states.map(({ strokes, layers: shown, ...document }) => {
    const keep = previous === strokes ? strokes.length : commonLength(previous, strokes)
    previous = strokes
    const add = strokes.slice(keep).map(pool.numberOf)
    return { document, keep, add, layers: shown.map(layers.numberOf) }
  })
  const storedLayers = layers
    .all()
    .map(({ strokes, ...layer }) => ({ ...layer, region: regions.numberOf(strokes) }))
  const storedRegions = regions.all().map((strokes) => strokes.map(pool.numberOf))
  return {
    version: 2,
    strokes: pool.all().map(pack),
    regions: storedRegions,
    layers: storedLayers,
    steps,
    present: past.length,
  }
}

/**
 * Reads what `storeHistory` wrote, or what became of it: strokes, layers and steps that cannot be read
 * are left out.
 * @returns `undefined` when there is no document in it
 */
export function readHistory(stored: unknown): History<EditorDocument> | undefined {
  const parsed = storedSchema.safeParse(stored)
  if (!parsed.success) return undefined
  const pool = parsed.data.strokes.map(unpack)
  const layers = readLayers(parsed.data, pool)
  const states: EditorDocument[] = []
  let present = 0
  let previous: readonly (Stroke | undefined)[] = []
  let strokes: readonly Stroke[] = []
  parsed.data.steps.forEach(({ document, keep, add, layers: numbers }, index) => {
    if (keep !== previous.length || add.length > 0) {
      previous = [...previous.slice(0, keep), ...add.map((each) => pool[each])]
      strokes = previous.filter((stroke) => stroke !== undefined)
    }
    const read = editorDocumentSchema.safeParse(document)
    if (!read.success) return
    if (index <= parsed.data.present) present = states.length
    const shown = numbers?.flatMap((number) => layers[number] ?? []) ?? read.data.layers
    states.push({ ...read.data, layers: shown, strokes })
  })
  const current = states[present]
  if (!current) return undefined
  return { past: states.slice(0, present), present: current, future: states.slice(present + 1) }
}

function readLayers(
  { layers, regions }: z.infer<typeof storedSchema>,
  pool: readonly (Stroke | undefined)[],
): readonly (DocumentLayer | undefined)[] {
  const painted = regions.map((region) =>
    region.map((number) => pool[number]).filter((stroke) => stroke !== undefined),
  )
  return layers.map((each) => {
    const { region, ...layer } = storedLayerSchema.safeParse(each).data ?? { region: -1 }
    const read = readLayer({ ...layer, strokes: [] })
    // The strokes were read already; the same list stays one list.
    return read && { ...read, strokes: painted[region] ?? [] }
  })
}

/** Numbers things in the order in which they are met, each once. */
function numbering<T extends object>() {
  const numbers = new Map<T, number>()
  const numberOf = (thing: T): number => {
    const number = numbers.get(thing) ?? numbers.size
    numbers.set(thing, number)
    return number
  }
  return {
    numberOf,
    all: (): readonly T[] => [...numbers.keys()],
  }
}

function pack(stroke: Stroke): unknown {
  if (!('points' in stroke)) return stroke
  const known = packed.get(stroke)
  if (known) return known
  const points = Int32Array.from(stroke.points, (value) => Math.round(value * stepsPerPx))
  const line = { ...stroke, points }
  packed.set(stroke, line)
  return line
}

function unpack(stored: unknown): Stroke | undefined {
  const line = packedLineSchema.safeParse(stored)
  if (!line.success) return strokesSchema.parse([stored])[0]
  const points = Array.from(line.data.points, (value) => quantise(value / stepsPerPx))
  return strokesSchema.parse([{ ...line.data, points }])[0]
}
