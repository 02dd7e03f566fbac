import type { GenerationRequest, RequestOf } from '../generation/request.ts'

/**
 * An operation in the forms that models differ by: a service that guides by edges may not guide by
 * regions. Cards list what a model can do by task; routing and limits go by it.
 */
export type Task =
  | 'TEXT_TO_IMAGE'
  | 'INPAINT'
  | 'ERASE'
  | 'OUTPAINT'
  | 'PRECISE_OUTPAINT'
  | 'VARIATION'
  /** A variation of several pictures at once. */
  | 'BLEND'
  | 'REMOVE_BACKGROUND'
  | 'COLOR_GUIDED'
  | 'COLOR_GUIDED_BY_PICTURE'
  | 'STRUCTURE_EDGES'
  | 'STRUCTURE_REGIONS'
  | 'REPLACE'
  | 'RECOLOR'
  /** New words in the style of a picture. */
  | 'STYLE_GUIDE'
  /** Another picture in the style of a picture. */
  | 'STYLE_TRANSFER'
  /** New words in a style that the model has by name. */
  | 'STYLE_PRESET'
  /** Another picture in a style that the model has by name. */
  | 'STYLE_PRESET_TRANSFER'
  | 'UPSCALE_FAST'
  | 'UPSCALE_CONSERVATIVE'
  | 'UPSCALE_CREATIVE'

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
export function taskOf(request: GenerationRequest): Task {
  if (request.operation === 'VARIATION') {
    return request.referenceIds === undefined ? 'VARIATION' : 'BLEND'
  }
  if (request.operation === 'COLOR_GUIDED') {
    return request.pictureId === undefined ? 'COLOR_GUIDED' : 'COLOR_GUIDED_BY_PICTURE'
  }
  if (request.operation === 'STRUCTURE') return `STRUCTURE_${request.guide}`
  if (request.operation === 'STYLE') return styleTaskOf(request)
  if (request.operation === 'UPSCALE') return `UPSCALE_${request.mode}`
  // The others are one task each, of the same name: a new one that is not is a type error here.
  return request.operation
}

function styleTaskOf({ stylePictureId, pictureId }: RequestOf<'STYLE'>): Task {
  if (stylePictureId === undefined) {
    return pictureId === undefined ? 'STYLE_PRESET' : 'STYLE_PRESET_TRANSFER'
  }
  return pictureId === undefined ? 'STYLE_GUIDE' : 'STYLE_TRANSFER'
}
