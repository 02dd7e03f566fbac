import type { GenerationRequest, RequestOf } from '../generation/request.ts'
import type { Task } from './tasks.ts'

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
