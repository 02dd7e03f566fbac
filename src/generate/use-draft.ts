import { useEffect, useMemo, useState } from 'react'
import type { Rect } from '#domain/frame/space.ts'
import { forRanged } from '#domain/model/card.ts'
import { paintedStrokes, selectedLayer, wordsFor } from '../editor/document/document.ts'
import { frameBetween } from '../editor/document/frame.ts'
import { hasMask, type Stroke } from '../editor/document/stroke.ts'
import { aimFor } from '../editor/store/aim.ts'
import { aimNow, editorStore, useEditor } from '../editor/store/editor-store.ts'
import { measureMask } from '../editor/store/export-mask.ts'
import type { Draft, OpenPicture, Situation } from './draft.ts'
import { openPictureOf } from './open-picture.ts'
import { usePicks } from './picks.ts'
import { useSettings } from './settings.ts'

/** What the panel stands for at the moment, gathered from editor, settings and picked pictures. */
export function useDraft(): { draft: Draft; situation: Situation } {
  const { isAdvancedOpen: _look, ...settings } = useSettings()
  const picks = usePicks()
  const picture = useOpenPicture()
  const hasPicture = picture !== undefined
  const aim = useEditor((state) => aimFor(aimNow(state), hasPicture))
  const words = useEditor((state) => wordsFor(state.document.present, aim))
  const drawn = useEditor(({ session, document }) => session.draggedFrame ?? document.present.frame)
  const layer = useEditor((state) => selectedLayer(state.document.present))
  const frame = layer?.extent && picture ? frameBetween(rectOf(picture), layer.extent) : drawn
  const { isMasked, isMaskFull } = useMask()
  const { seed, size, stylePreset } = settings
  const maybe = { seed, size, stylePreset, ...forRanged((name) => settings[name]) }
  const draft: Draft = { ...words, ...settings, ...maybe, frame, picks }
  return { draft, situation: { aim, picture, isMasked, isMaskFull, layer } }
}

function rectOf({ canvas, widthPx, heightPx }: OpenPicture): Rect {
  return canvas ?? { x: 0, y: 0, width: widthPx, height: heightPx }
}

/** What new results would lie over: of the selected layer what is below it, else all that is seen. */
function useOpenPicture(): OpenPicture | undefined {
  const base = useEditor((state) => state.document.present.base)
  const canvas = useEditor((state) => state.document.present.canvas)
  const layers = useEditor((state) => state.document.present.layers)
  const selected = useEditor((state) => state.document.present.selected)
  const made = useEditor((state) => state.jobs.made)
  return useMemo(
    () => openPictureOf({ base, canvas, layers }, made, selected ?? undefined),
    [base, canvas, layers, made, selected],
  )
}

const measureAfterMs = 120

/** Whether something is painted, and whether everything is: told from strokes at once, then from pixels. */
function useMask(): { readonly isMasked: boolean; readonly isMaskFull: boolean } {
  const strokes = useEditor((state) => paintedStrokes(state.document.present))
  const [measured, setMeasured] = useState<{
    readonly strokes: readonly Stroke[]
    readonly cover: Awaited<ReturnType<typeof measureMask>>
  }>()
  useEffect(() => {
    if (!hasMask(strokes)) return undefined
    const timer = setTimeout(() => {
      const { present } = editorStore.getState().document
      // A worker that died says nothing; what is sent is looked at once more.
      measureMask({ ...present, strokes }).then(
        (cover) => setMeasured({ strokes, cover }),
        () => undefined,
      )
    }, measureAfterMs)
    return () => clearTimeout(timer)
  }, [strokes])
  const cover = measured?.strokes === strokes ? measured.cover : undefined
  return {
    isMasked: hasMask(strokes) && cover !== 'NOTHING',
    isMaskFull: cover === 'EVERYTHING',
  }
}
