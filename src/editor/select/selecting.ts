import type { ImagePoint } from '#domain/frame/space.ts'
import type { EditorSession } from '../store/editor-state.ts'
import type { EditorStore } from '../store/editor-store.ts'
import type { Pick } from '../tools/pick-tool.ts'
import { createObjectsFinder, type ObjectsFinder } from './finder.ts'
import { createHovering } from './hovering.ts'
import { createPicturePixels, type Seen } from './picture-pixels.ts'
import { promptOf, sayFailed, sayWith } from './said.ts'
import { createSelections, type Pointed } from './select-pointed.ts'

export type SelectingEdges = {
  readonly store: EditorStore
  /** What to select in; `undefined` until it is there. */
  readonly seen: () => Seen | undefined
  /** What a click would select is another thing. */
  readonly onPreview: () => void
}

/** Selects what is pointed at, with the wand and by click. One for each canvas. */
export interface Selecting {
  readonly pick: (pick: Pick) => void
  /** The pointer is over this place without being pressed; `undefined` elsewhere. */
  readonly hover: (point: ImagePoint | undefined) => void
  /** Tells of another tool, picture or mask. */
  readonly update: () => void
  /** What a click would select, as segments in pixels of the base picture. */
  readonly preview: () => Float32Array | undefined
  readonly close: () => void
}

function pointingToolOf({ tool }: EditorSession): Pointed['tool'] | undefined {
  return tool === 'OBJECT' || tool === 'WAND' ? tool : undefined
}

/** Where the networks failed, colours are followed from here. */
function fail(session: EditorSession, finder: ObjectsFinder): void {
  const isByModel = session.tool === 'OBJECT' && session.finder.kind !== 'BY_COLOUR'
  if (isByModel) finder.giveUp('RUN_FAILED')
  else sayFailed()
}

export function createSelecting({ store, seen, onPreview }: SelectingEdges): Selecting {
  const pixels = createPicturePixels()
  const finder = createObjectsFinder(store, pixels)
  const waiting: Pointed[] = []
  let isBusy = false
  /** Whether something changed while it was busy. */
  let isChanged = false
  let isClosed = false
  const session = () => store.getState().session
  const pointingTool = () => pointingToolOf(session())
  const selections = createSelections({ store, pixels, finder })

  const isSeen = (picture: Seen | undefined) => picture?.key === seen()?.key
  /** Does one thing that waits. @returns whether there may be another one */
  const step = async (picture: Seen): Promise<boolean> => {
    const { selectFrom } = session()
    const isPointing = pointingTool() !== undefined
    if (!isPointing && !selectFrom) return false
    await pixels.hold(picture)
    if (selectFrom) await selections.whole(selectFrom)
    if (pointingTool() === 'OBJECT') await finder.prepare(picture)
    const isReady = pointingTool() === 'WAND' || (isPointing && finder.isReady())
    const next = isReady ? waiting.shift() : undefined
    if (next) await selections.pointed(next, picture, () => isSeen(picture))
    return next !== undefined
  }
  /** Does what waits, one thing after the other. */
  const work = async (): Promise<void> => {
    isChanged = isBusy
    if (isBusy || isClosed) return
    isBusy = true
    let picture = seen()
    try {
      while (picture && (await step(picture))) picture = seen()
    } catch {
      // Of another picture, which was opened meanwhile, nothing failed.
      if (isSeen(picture)) {
        waiting.length = 0
        fail(session(), finder)
      }
    } finally {
      isBusy = false
    }
    const isOther = picture !== undefined && seen() !== undefined && !isSeen(picture)
    if (isChanged || isOther) void work()
  }
  const hovering = createHovering({
    onPreview,
    async look(point) {
      const picture = seen()
      const isFree = pointingTool() === 'OBJECT' && !isBusy
      if (!picture || !isFree || !finder.isQuick(picture)) return undefined
      isBusy = true
      try {
        const said = sayWith(store, { point, mode: session().mode })
        const logits = await finder.preview(promptOf(said, picture.canvas))
        return { logits, canvas: picture.canvas }
      } finally {
        isBusy = false
        if (waiting.length > 0) void work()
      }
    },
  })

  return {
    pick(pick) {
      const tool = pointingTool()
      if (!tool) return
      hovering.hover(undefined)
      waiting.push({ ...pick, tool })
      void work()
    },
    hover: hovering.hover,
    update() {
      if (pointingTool() !== 'OBJECT') hovering.hover(undefined)
      void work()
    },
    preview: hovering.preview,
    close() {
      isClosed = true
      hovering.hover(undefined)
      finder.close()
      pixels.release()
    },
  }
}
