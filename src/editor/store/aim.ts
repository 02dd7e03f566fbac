/** What a person is about to do: lists of operations, all derived from their table. */
import type * as z from 'zod'
import type { EditGroup, Facts } from '#domain/operation/define-operation.ts'
import { type Definition, type Operation, operationTable } from '#domain/operation/table.ts'

/** What an operation becomes without words has no place of its own: INPAINT stands for ERASE too. */
type Wordless = Extract<Definition, { withoutWords: string }>['withoutWords']

/** What a person is about to do. */
export type Aim = Exclude<Operation, Wordless>

/** A way to a new picture, while none is open. */
export type DrawAim = Extract<Definition, { start: number }>['name']

const facts = Object.values(operationTable).map(
  (each): Facts & { readonly name: Operation } => each,
)

/** Ways to a new picture, in their order. */
export const drawAims = facts
  .filter(({ start }) => start !== undefined)
  .toSorted((one, other) => (one.start ?? 0) - (other.start ?? 0))
  .map(({ name }) => name) as readonly DrawAim[]

/** Edits of the open picture in a group of the list, in their order. */
export function editsIn(group: EditGroup): readonly Aim[] {
  return facts
    .filter(({ edit }) => edit?.group === group)
    .toSorted((one, other) => (one.edit?.place ?? 0) - (other.edit?.place ?? 0))
    .map(({ name }) => name as Aim)
}

/** The aim chosen where it makes sense, else the usual one: painting, or drawing from words. */
export function aimFor(chosen: Aim, hasPicture: boolean): Aim {
  const { start, edit }: Facts = operationTable[chosen]
  if (!hasPicture) return start === undefined ? 'TEXT_TO_IMAGE' : chosen
  return edit === undefined ? 'INPAINT' : chosen
}

/** The operation that an aim is, by whether something is written in its prompt. */
export function operationFor(aim: Aim, prompt: string): Operation {
  const { withoutWords }: Facts = operationTable[aim]
  return withoutWords !== undefined && prompt.trim() === '' ? (withoutWords as Operation) : aim
}

/** The aim that an operation is done by. */
export function aimOf(operation: Operation): Aim {
  const whole = facts.find(({ withoutWords }) => withoutWords === operation)
  return (whole?.name ?? operation) as Aim
}

/** What is painted on the picture for an aim: what may change, or what stays; nothing without. */
export function paintsFor(aim: Aim): 'CHANGE' | 'KEEP' | undefined {
  const { paints }: Facts = operationTable[aim]
  return paints
}

/** Whether what is painted on the picture takes part in it. */
export function isMaskedAim(aim: Aim): boolean {
  return paintsFor(aim) !== undefined
}

/** Whether its request has this field. */
export function hasField(operation: Operation, field: string): boolean {
  return field in operationTable[operation].schema.shape
}

/** Whether no request of it is without this field. */
export function needsField(operation: Operation, field: string): boolean {
  const shape: Readonly<Record<string, z.ZodType>> = operationTable[operation].schema.shape
  return shape[field]?.safeParse(undefined).success === false
}
