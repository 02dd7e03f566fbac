import * as z from 'zod'

const qualities = ['STANDARD', 'PREMIUM'] as const
export const qualitySchema = z.enum(qualities)

/** How much work a model puts into an image, where it offers a choice. */
export type Quality = z.infer<typeof qualitySchema>
