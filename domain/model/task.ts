import type { Facts } from '../operation/define-operation.ts'
import type { RequestFields } from '../operation/request.ts'
import { type Definition, type Operation, operationTable } from '../operation/table.ts'

/**
 * An operation in the forms that models differ by: a service that guides by edges may not guide by
 * regions. Cards list what a model can do by task; routing and limits go by it.
 */
// oxlint-disable-next-line typescript/no-unnecessary-template-expression -- inferred literals widen
export type Task = `${TaskOf<Definition>}`

type TaskOf<Each> = Each extends { taskOf: (...asked: never[]) => infer Named extends string }
  ? Named
  : Each extends { name: infer Name extends string }
    ? Name
    : never

/** What a request has by which it is routed; the rest of it may still be missing. */
export type Routable = RequestFields & {
  readonly operation: Operation
  readonly model?: string | undefined
}

/** What each task does, as the rest of "The model cannot …". */
export const taskWords: Readonly<Record<Task, string>> = {
  TEXT_TO_IMAGE: 'draw from words',
  INPAINT: 'repaint a part of a picture',
  ERASE: 'erase a part of a picture',
  OUTPAINT: 'extend a picture',
  PRECISE_OUTPAINT: 'paint new surroundings',
  VARIATION: 'vary a picture',
  BLEND: 'vary several pictures at once',
  REMOVE_BACKGROUND: 'remove a background',
  COLOR_GUIDED: 'follow colours',
  COLOR_GUIDED_BY_PICTURE: 'follow colours and a picture',
  STRUCTURE_EDGES: 'follow the edges of a picture',
  STRUCTURE_REGIONS: 'follow the regions of a picture',
  REPLACE: 'replace what it finds by words',
  RECOLOR: 'recolour what it finds by words',
  STYLE_GUIDE: 'take a style from a picture',
  STYLE_TRANSFER: 'bring the style of one picture to another',
  STYLE_PRESET: 'draw in a style by its name',
  STYLE_PRESET_TRANSFER: 'redraw a picture in a style by its name',
  UPSCALE_FAST: 'enlarge a picture fast',
  UPSCALE_CONSERVATIVE: 'enlarge a picture and keep to it',
  UPSCALE_CREATIVE: 'enlarge a picture and invent detail',
}

/** The task that a request stands for. */
export function taskOf(asked: Routable): Task {
  const { taskOf }: Facts = operationTable[asked.operation]
  // Each takes the fields of its own operation, a pair that TypeScript cannot follow.
  return (taskOf?.(asked as never) ?? asked.operation) as Task
}
