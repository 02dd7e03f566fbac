import { useMemo } from 'react'
import { forRanged } from '#domain/model/card.ts'
import { hasMask } from '../editor/document/document.ts'
import { aimFor } from '../editor/store/aim.ts'
import { useEditor } from '../editor/store/editor-store.ts'
import type { Draft, OpenPicture, Situation } from './draft.ts'
import { openPictureOf } from './open-picture.ts'
import { usePicks } from './picks.ts'
import { useSettings } from './settings.ts'

/** What the panel stands for at the moment, gathered from editor, settings and picked pictures. */
export function useDraft(): { draft: Draft; situation: Situation } {
  const { isAdvancedOpen: _look, ...settings } = useSettings()
  const picks = usePicks()
  const words = useEditor((state) => state.document.present.promptDraft)
  const frame = useEditor(({ session, document }) => session.draggedFrame ?? document.present.frame)
  const picture = useOpenPicture()
  const chosen = useEditor((state) => state.session.aim)
  const isMasked = useEditor((state) => hasMask(state.document.present))
  const { seed, size, stylePreset } = settings
  const maybe = { seed, size, stylePreset, ...forRanged((name) => settings[name]) }
  const draft: Draft = { ...words, ...settings, ...maybe, frame, picks }
  return { draft, situation: { aim: aimFor(chosen, picture !== undefined), picture, isMasked } }
}

function useOpenPicture(): OpenPicture | undefined {
  const base = useEditor((state) => state.document.present.base)
  const canvas = useEditor((state) => state.document.present.canvas)
  const layers = useEditor((state) => state.document.present.layers)
  return useMemo(() => openPictureOf({ base, canvas, layers }), [base, canvas, layers])
}
