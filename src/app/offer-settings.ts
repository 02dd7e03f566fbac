import { useEffect, useRef } from 'react'
import type { Picture } from '#domain/picture/picture.ts'
import { usePictures } from '../backend/queries.ts'
import { useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { showToast } from '../ui/toasts.tsx'
import { reuseSettingsOf } from './reuse-settings.ts'
import { wasBroughtIn } from './use-open-picture.ts'

/**
 * Offers the settings of a picture that says how it was made, once each time that it is opened.
 * Mounted once.
 * @param isReady whether the document is back as it was left; what was open then is no news
 */
export function useSettingsOffer(isReady: boolean): void {
  const { records } = usePictures()
  const shownId = useEditor((state) => state.document.present.base?.pictureId)
  const offeredId = useRef<string>(undefined)
  useEffect(() => {
    if (!isReady || shownId === undefined) {
      offeredId.current = shownId
      return
    }
    // The record of an upload comes later, and with it what its file says.
    const picture = records.find(({ id }) => id === shownId)
    if (offeredId.current === shownId || picture?.status !== 'READY') return
    offeredId.current = shownId
    offerSettings(picture)
  }, [isReady, records, shownId])
}

function offerSettings(picture: Picture): void {
  // The file of a result that is still here brings no record of its own.
  const isBack = picture.generationId !== undefined && wasBroughtIn(picture.id)
  if (!picture.madeWith && !isBack) return
  const { operation } = picture.madeWith ?? {}
  showToast({
    id: 'settings',
    text: t.library.madeHere(operation && t.operations[operation].job),
    action: { label: t.library.reuse, run: () => void reuseSettingsOf(picture) },
    lastsMs: 12_000,
  })
}
