/**
 * What a mask says, everywhere in our code: one byte a pixel, the source's size; white = edit,
 * black = keep, grey = mix both in that proportion. Only a model adapter turns it round, where
 * the model's card says that black is edited (`maskEdits`).
 */
export const editValue = 255
export const keepValue = 0
