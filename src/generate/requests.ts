import { AppError } from '#domain/errors.ts'
import type { UserId } from '#domain/ids.ts'
import { type UnmaskedRequest, withMask } from '#domain/operation/request.ts'
import { keepMask, newGenerationId } from '../backend/generations.ts'
import {
  canvasRect,
  type EditorDocument,
  paintedStrokes,
  selectedLayer,
} from '../editor/document/document.ts'
import { framedRect } from '../editor/document/frame.ts'
import { isPatching, layerIdSchema } from '../editor/document/layer.ts'
import type { Asked } from '../editor/document/layer-commands.ts'
import { maxLayers } from '../editor/document/layer-commands.ts'
import { isMaskedAim, paintsFor } from '../editor/store/aim.ts'
import { ask } from '../editor/store/ask.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { exportMask } from '../editor/store/export-mask.ts'
import { nameFrom } from '../editor/store/job-title.ts'
import type { Draft, Situation } from './draft.ts'
import { layerSettings } from './settings.ts'

/** What is sent, and what it was made from at the moment that it was asked for. */
type Work = {
  readonly situation: Situation
  readonly draft: Draft
  readonly document: EditorDocument
}

/**
 * Asks for what the panel stands for: of the selected layer once more, else as a new layer. The canvas
 * stays free all the while.
 * @throws AppError INVALID_MASK before anything is sent
 */
export async function submitRequest(
  owner: UserId,
  request: UnmaskedRequest,
  work: Work,
): Promise<void> {
  const { situation, document } = work
  const isMasked = situation.isMasked && isMaskedAim(situation.aim)
  const maskKey = isMasked ? await keepMask(owner, await maskOf(situation, document)) : undefined
  const whole = withMask(request, maskKey)
  const asked = askedWith(request, work.draft)
  const layer = selectedLayer(document)
  if (layer) return ask(owner, whole, { kind: 'ASK_AGAIN', layerId: layer.id, ...asked })
  if (document.layers.length >= maxLayers)
    throw new AppError('INVALID_REQUEST', { key: 'tooManyLayers', max: maxLayers })
  const layerId = layerIdSchema.parse(crypto.randomUUID())
  await ask(owner, whole, {
    kind: 'ASK',
    layerId,
    ...asked,
    aim: situation.aim,
    strokes: isMasked ? document.strokes : [],
    extent: extentOf(request, document),
  })
  const { actions, document: now } = editorStore.getState()
  // Nothing is open: what was asked for is all there is to look at.
  if (now.present.base === null) actions.select(layerId)
  // The frame is the layer's now.
  else if (isExtending(request)) actions.setAim('INPAINT')
}

function askedWith(request: UnmaskedRequest, draft: Draft): Asked {
  const { prompt, negativePrompt, search } = draft
  return {
    generationId: newGenerationId(),
    operation: request.operation,
    name: nameFrom('prompt' in request ? request.prompt : undefined),
    words: { prompt, negativePrompt, search },
    settings: layerSettings(draft),
  }
}

function isExtending(request: UnmaskedRequest): boolean {
  return 'frame' in request && isPatching(request)
}

function extentOf(request: UnmaskedRequest, document: EditorDocument) {
  const canvas = canvasRect(document)
  return 'frame' in request && canvas ? framedRect(request.frame, canvas) : null
}

/** A mask says what may change, whatever a person paints. @throws AppError when it says nothing */
async function maskOf({ aim }: Situation, document: EditorDocument): Promise<Blob> {
  const strokes = paintedStrokes(document)
  const isKept = paintsFor(aim) === 'KEEP'
  const said = isKept ? [...strokes, { kind: 'INVERT' } as const] : strokes
  const { png, cover } = await exportMask({ ...document, strokes: said })
  if (cover === 'NOTHING')
    throw new AppError('INVALID_MASK', { key: isKept ? 'maskFull' : 'maskEmpty' })
  return png
}
