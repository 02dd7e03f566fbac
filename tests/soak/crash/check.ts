import { isFinal } from '#domain/generation/status.ts'
import type { EditorDocument } from '../../../src/editor/document/document.ts'
import type { Stroke } from '../../../src/editor/document/stroke.ts'
import { Violation } from '../load.ts'
import type { Account } from './account.ts'
import type { Deeds, Line, Whereabouts } from './deeds.ts'
import { type Trail, youngMs } from './trail.ts'

/** How many things had to be there, and how many younger ones were there or gone. */
export type Tally = { certain: number; youngThere: number; youngGone: number }

/** A stroke begins where the pointer came down, but for rounding. */
const nearPx = 3

/**
 * Compares a document with what a hand did to it, and takes it for the truth from then on.
 * @param endMs when everything ended
 * @throws Violation
 */
export function checkDocument(document: EditorDocument, deeds: Deeds, endMs: number): Tally {
  const tally: Tally = { certain: 0, youngThere: 0, youngGone: 0 }
  const settles: (() => void)[] = []
  const compare = <T>(what: string, trail: Trail<T>, found: T) => {
    const possible = trail.possible(endMs)
    if (!possible.includes(found)) {
      const list = possible.map((value) => JSON.stringify(value)).join(' or ')
      throw new Violation(`${what}: there must be ${list}, there is ${JSON.stringify(found)}`)
    }
    if (possible.length === 1) tally.certain += 1
    else if (found === trail.last()) tally.youngThere += 1
    else tally.youngGone += 1
    settles.push(() => trail.settle(found))
  }
  const places = strokesOf(document)
  for (const line of deeds.lines) {
    const [one, ...more] = places.filter(({ stroke }) => beginsAt(stroke, line))
    if (more.length > 0) throw new Violation(`${nameOf(line)} is there ${more.length + 1} times`)
    checkReach(line, one?.stroke, endMs)
    compare(nameOf(line), line.where, whereOf(one))
  }
  const strange = places.find(({ stroke }) => !deeds.lines.some((line) => beginsAt(stroke, line)))
  if (strange) {
    throw new Violation(`nobody drew ${JSON.stringify(strange.stroke).slice(0, 200)}`)
  }
  for (const lines of deeds.askings) {
    const layerOf = (line: Line) => places.find(({ stroke }) => beginsAt(stroke, line))?.layerId
    if (new Set(lines.map(layerOf)).size > 1) {
      throw new Violation(`${lines.map(nameOf).join(' and ')} were asked for together`)
    }
  }
  compare('words', deeds.words, document.words['INPAINT']?.prompt ?? '')
  compare('kept', deeds.kept, document.layers.filter(({ kept }) => kept !== null).length)
  for (const settle of settles) settle()
  for (const line of deeds.lines) line.path.length = 0
  return tally
}

type Place = { readonly stroke: Stroke; readonly layerId: string | undefined }

function strokesOf({ strokes, layers }: EditorDocument): readonly Place[] {
  const asked = layers.flatMap((layer) =>
    layer.strokes.map((stroke) => ({ stroke, layerId: layer.id })),
  )
  return [...strokes.map((stroke) => ({ stroke, layerId: undefined })), ...asked]
}

function whereOf(place: Place | undefined): Whereabouts {
  if (!place) return 'NOWHERE'
  return place.layerId === undefined ? 'DRAFT' : 'LAYER'
}

function beginsAt(stroke: Stroke, { x, y }: Line): boolean {
  if (!('points' in stroke)) return false
  const [fromX = 0, fromY = 0] = stroke.points
  return Math.abs(fromX - x) < nearPx && Math.abs(fromY - y) < nearPx
}

/** A stroke in hand is there up to its last second. */
function checkReach(line: Line, stroke: Stroke | undefined, endMs: number): void {
  const old = line.path.filter(({ atMs }) => endMs - atMs >= youngMs).at(-1)
  if (!old) return
  const points = stroke && 'points' in stroke ? stroke.points : []
  const reached = Math.max(...points.filter((_, at) => at % 2 === 0), Number.NEGATIVE_INFINITY)
  if (reached < old.x - nearPx) {
    throw new Violation(`${nameOf(line)} in hand had come to ${old.x}, there is only ${reached}`)
  }
}

function nameOf({ x, y }: Line): string {
  return `the stroke at ${x}, ${y}`
}

/** What is not yet as it must be of what was asked for and uploaded; nothing once all is well. */
export async function problemOf(account: Account): Promise<string | undefined> {
  const documents = [...(await account.documents()).values()]
  const named = documents.flatMap(({ layers }) => layers.flatMap(({ jobs }) => jobs))
  const generations = await account.generations()
  for (const { id, status } of generations) {
    const layers = named.filter((each) => each === id).length
    if (layers !== 1) return `job ${id} is in ${layers} layers`
    if (!isFinal(status)) return `job ${id} is ${status}`
    if (status !== 'SUCCEEDED') throw new Violation(`job ${id} ended as ${status}`)
  }
  const unknown = named.find((id) => !generations.some((each) => each.id === id))
  if (unknown) return `job ${unknown} is in a layer, but nobody has it`
  const upload = (await account.pictures()).find(({ status }) => status !== 'READY')
  return upload && `picture ${upload.id} is ${upload.status}`
}
