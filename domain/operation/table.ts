import * as z from 'zod'
import { colorGuided } from './color-guided.ts'
import type { Method } from './define-operation.ts'
import { erase } from './erase.ts'
import { inpaint } from './inpaint.ts'
import { instruct } from './instruct.ts'
import { outpaint } from './outpaint.ts'
import { preciseOutpaint } from './precise-outpaint.ts'
import { recolor } from './recolor.ts'
import { removeBackground } from './remove-background.ts'
import { replace } from './replace.ts'
import { structure } from './structure.ts'
import { style } from './style.ts'
import { textToImage } from './text-to-image.ts'
import { upscale } from './upscale.ts'
import { variation } from './variation.ts'

/** All that a person can ask for. A request names an operation; the catalogue knows who can do it. */
const definitions = [
  textToImage,
  inpaint,
  erase,
  outpaint,
  preciseOutpaint,
  variation,
  removeBackground,
  colorGuided,
  structure,
  replace,
  recolor,
  style,
  upscale,
  instruct,
] as const

export type Definition = (typeof definitions)[number]
export type Operation = Definition['name']

/** The operations whose pixels go this way. */
export type OperationBy<By extends Method> = Extract<Definition, { method: By }>['name']

/** The operations, in the order in which they were introduced. */
export const operations = definitions.map(({ name }) => name) as [Operation, ...Operation[]]

export const operationSchema = z.enum(operations)

/** What each operation is. */
export const operationTable = Object.fromEntries(
  definitions.map((definition) => [definition.name, definition]),
) as { readonly [Each in Definition as Each['name']]: Each }
