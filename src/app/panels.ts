import { useEffect, useState } from 'react'
import * as z from 'zod'
import { usePlainKey } from './use-window-events.ts'

const panelsSchema = z.object({ history: z.boolean(), edit: z.boolean() })

/** Which of the panels beside the picture are open. */
export type Panels = Readonly<z.infer<typeof panelsSchema>>

const storageKey = 'repaint.panels'
const roomyQuery = '(min-width: 1180px)'
const none: Panels = { history: false, edit: false }

/**
 * The panels of this device, remembered from visit to visit. F gives the picture all the room, and
 * pressed again brings back what was open.
 */
export function usePanels() {
  const [panels, setPanels] = useState(readPanels)
  const [isAlone, setIsAlone] = useState(false)
  useEffect(() => localStorage.setItem(storageKey, JSON.stringify(panels)), [panels])
  const shown = isAlone ? none : panels
  const toggle = (name: keyof Panels) => {
    setIsAlone(false)
    setPanels({ ...shown, [name]: !shown[name] })
  }
  const isNone = !shown.history && !shown.edit
  usePlainKey('f', () => {
    // With nothing to bring back, it opens the panel without which nothing can be asked for.
    if (isNone && !isAlone) setPanels({ ...panels, edit: true })
    else setIsAlone(!isAlone)
  })
  return { panels: shown, toggle }
}

function readPanels(): Panels {
  const fresh: Panels = { history: matchMedia(roomyQuery).matches, edit: true }
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null')
    return panelsSchema.catch(fresh).parse(stored)
  } catch {
    return fresh
  }
}
