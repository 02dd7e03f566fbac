import * as z from 'zod'
import type { PictureId } from '../ids.ts'
import { common } from './request-fields.ts'

/**
 * How the pixels of an operation go to a model and come back: drawn anew; a crop around a painted
 * mask, pasted back; all of the picture for what is found in it, pasted back; with a frame around
 * it; cut out; enlarged; all of the picture, or the crop around a mask where one is painted.
 */
export type Method =
  | 'DRAWN'
  | 'MASKED'
  | 'FOUND'
  | 'EXTENDED'
  | 'CUT_OUT'
  | 'ENLARGED'
  | 'INSTRUCTED'

/** Where an edit stands in the list of edits. */
export type EditGroup = 'words' | 'surroundings' | 'whole'

/** Pictures that a request names; which of them it has decides who can do it. */
export type PictureFields = {
  readonly pictureId?: PictureId | undefined
  readonly referenceIds?: PictureId[] | undefined
  readonly stylePictureId?: PictureId | undefined
}

/** What an operation is, beside the fields of its request. */
export type Facts<Asked = never> = {
  readonly method: Method
  /** The form that models differ by; left out, the operation has one, of its own name. */
  readonly taskOf?: (asked: Partial<Asked>) => string
  /** Whether a person paints what may change, or what stays; only operations with a mask have it. */
  readonly paints?: 'CHANGE' | 'KEEP'
  /** Its place among the ways to a new picture, while none is open. */
  readonly start?: number
  /** Its place in the list of edits of an open picture. */
  readonly edit?: { readonly group: EditGroup; readonly place: number }
  /** What it becomes when nothing is written in the prompt. */
  readonly withoutWords?: string
  /** Whether people hardly ever write words for it. */
  readonly isWordless?: boolean
  /** Whether its results are new pictures, even where it names one that guides. */
  readonly isNewPicture?: boolean
  /**
   * The pictures that its request names. Left out: the open picture, where it has the field.
   * @param own the open picture
   * @param picked those chosen beside it, in order
   */
  readonly pictures?: (own: PictureId | undefined, picked: readonly PictureId[]) => PictureFields
}

type RequestShape<Name extends string, Fields extends z.ZodRawShape> = {
  operation: z.ZodLiteral<Name>
} & Fields &
  typeof common

/**
 * Defines an operation: one file each, listed in `table.ts`; all else that depends on operations
 * is derived from there.
 * @param fields of its request, beside `operation` and those that every request has
 */
export function defineOperation<
  const Name extends string,
  Fields extends z.ZodRawShape,
  const Known extends Facts<z.infer<z.ZodObject<RequestShape<Name, Fields>>>>,
>(
  name: Name,
  fields: Fields,
  facts: Known,
): Known & {
  readonly name: Name
  readonly schema: z.ZodObject<RequestShape<Name, Fields>, z.core.$strict>
} {
  const shape = { operation: z.literal(name), ...fields, ...common }
  return { ...facts, name, schema: z.strictObject(shape) }
}
