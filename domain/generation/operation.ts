import * as z from 'zod'

/** What a person can ask for. A request names an operation; the catalogue knows who can do it. */
export const operations = ['TEXT_TO_IMAGE', 'INPAINT', 'ERASE'] as const

export const operationSchema = z.enum(operations)
export type Operation = z.infer<typeof operationSchema>

/** Operations that change a masked part of an existing picture. */
export const maskedOperations = ['INPAINT', 'ERASE'] as const satisfies readonly Operation[]
export type MaskedOperation = (typeof maskedOperations)[number]
