/** How a model is told where to edit: transparent in the mask, white in `mask_image`, or not at all. */
export const maskDialects = ['ALPHA', 'WHITE', 'NONE'] as const
export type MaskDialect = (typeof maskDialects)[number]
