import type { ImagePoint, Rect } from '#domain/frame/space.ts'
import { t } from '../../i18n/language.ts'
import { showToast } from '../../ui/toasts.tsx'
import { paintedStrokes } from '../document/document.ts'
import type { Click, Mode, RasterStep } from '../document/region-steps.ts'
import { bordersOf } from '../layers/borders.ts'
import type { PackedRegion } from '../mask/pack-region.ts'
import type { EditorStore } from '../store/editor-store.ts'
import { objectInHand } from '../store/object-in-hand.ts'
import type { Pick } from '../tools/pick-tool.ts'
import { createObjectModel } from './object-model.ts'
import { createPicturePixels, type Seen } from './picture-pixels.ts'
import { modelSize } from './pixels.ts'
import { maskPx, modelPx, type Prompt } from './segmenter.ts'

export type SelectingEdges = {
  readonly store: EditorStore
  /** What to select in; `undefined` until it is there. */
  readonly seen: () => Seen | undefined
  /** What a click would select is another thing. */
  readonly onPreview: () => void
}

/** Selects what is pointed at, with the wand and by click. One for each canvas. */
export interface Selecting {
  pick(pick: Pick): void
  /** The pointer is over this place without being pressed; `undefined` elsewhere. */
  hover(point: ImagePoint | undefined): void
  /** Tells of another tool, picture or mask. */
  readonly update: () => void
  /** What a click would select, as segments in pixels of the base picture. */
  preview(): Float32Array | undefined
  close(): void
}

/** A pointer that rests so long may want to know. */
const restMs = 60
const toastId = 'select'

type Pointed = Pick & { readonly tool: 'OBJECT' | 'WAND' }

export function createSelecting({ store, seen, onPreview }: SelectingEdges): Selecting {
  const pixels = createPicturePixels()
  const model = createObjectModel()
  const waiting: Pointed[] = []
  let lookedAt: string | undefined
  let hasLoaded = false
  let isBusy = false
  let isClosed = false
  let hovered: ImagePoint | undefined
  let rest: ReturnType<typeof setTimeout> | undefined
  let preview: Float32Array | undefined

  const { actions } = store.getState()
  const session = () => store.getState().session
  const show = (next: Float32Array | undefined) => {
    if (next === preview) return
    preview = next
    onPreview()
  }
  const followColours = (reason: 'LOAD_FAILED' | 'RUN_FAILED') => {
    model.release()
    hasLoaded = false
    lookedAt = undefined
    actions.setFinder({ kind: 'BY_COLOUR', reason })
  }

  /** Loads the networks, if somebody said so or all of them is here, and lets them look at the picture. */
  const prepare = async (picture: Seen): Promise<void> => {
    const { kind } = session().finder
    if (kind === 'BY_COLOUR' || kind === 'ASKING') return
    if (kind === 'OFF') {
      const bytes = await model.missingBytes()
      // Somebody may have said meanwhile what is to be done.
      if (session().finder.kind !== 'OFF') return prepare(picture)
      if (bytes > 0) return actions.setFinder({ kind: 'ASKING', bytes })
    }
    try {
      if (!hasLoaded) {
        const tell = (share: number) => actions.setFinder({ kind: 'LOADING', share })
        tell(0)
        await model.load(tell)
        hasLoaded = true
      }
    } catch {
      return followColours('LOAD_FAILED')
    }
    if (lookedAt === picture.key) return actions.setFinder({ kind: 'READY' })
    actions.setFinder({ kind: 'LOOKING' })
    try {
      const small = await pixels.ask({ kind: 'SMALL' })
      if (small.kind === 'SMALL') await model.look(small)
      lookedAt = picture.key
      actions.setFinder({ kind: 'READY' })
    } catch {
      followColours('RUN_FAILED')
    }
    return undefined
  }

  const select = async (request: Parameters<typeof pixels.ask>[0]) => {
    const result = await pixels.ask(request)
    return result.kind === 'SELECTED' ? result.region : 'EMPTY'
  }
  const isByColour = () => session().finder.kind === 'BY_COLOUR'
  const selectObject = async (prompt: Prompt) => {
    if (isByColour()) return select({ kind: 'FOLLOW', prompt, isPassing: false })
    actions.setFinder({ kind: 'FINDING' })
    const logits = await model.find(prompt, false)
    const region = await select({ kind: 'REFINE', logits })
    actions.setFinder({ kind: 'READY' })
    return region
  }
  const selectPointed = async (pointed: Pointed, picture: Seen): Promise<void> => {
    const { tool, point, mode } = pointed
    if (tool === 'WAND') {
      const { x, y } = point
      const region = await select({ kind: 'WAND', x, y, wand: session().wand })
      return commit(store, region, { kind: 'RASTER', mode })
    }
    const said = sayWith(store, pointed)
    const region = await selectObject(promptOf(said, picture.canvas))
    if (seen()?.key !== picture.key) return undefined
    return commit(store, region, { kind: 'RASTER', ...said })
  }

  const selectWhole = async (source: File | 'TRANSPARENCY') => {
    actions.selectFrom(undefined)
    const region =
      source === 'TRANSPARENCY'
        ? await select({ kind: 'TRANSPARENCY' })
        : await select({ kind: 'FILE', bitmap: await createImageBitmap(source) })
    commit(store, region, { kind: 'RASTER', mode: session().mode })
  }

  /** Does what waits, one thing after the other. */
  const work = async (): Promise<void> => {
    if (isBusy || isClosed) return
    isBusy = true
    try {
      for (;;) {
        const picture = seen()
        const { tool, selectFrom } = session()
        const points = tool === 'OBJECT' || tool === 'WAND'
        if (!picture || (!points && !selectFrom)) return
        await pixels.hold(picture)
        if (selectFrom) await selectWhole(selectFrom)
        if (!points) return
        if (tool === 'OBJECT') await prepare(picture)
        const isReady = tool === 'WAND' || ['READY', 'BY_COLOUR'].includes(session().finder.kind)
        const next = isReady ? waiting.shift() : undefined
        if (!next) return
        await selectPointed(next, picture)
      }
    } catch {
      waiting.length = 0
      if (session().tool === 'OBJECT' && !isByColour()) followColours('RUN_FAILED')
      else showToast({ id: toastId, tone: 'danger', text: t.editor.select.failed })
    } finally {
      isBusy = false
    }
  }
  const look = async (): Promise<void> => {
    const point = hovered
    const picture = seen()
    const { tool, finder } = session()
    const isReady = finder.kind === 'READY' && lookedAt === picture?.key
    if (!point || !picture || tool !== 'OBJECT' || isBusy || !isReady) return
    isBusy = true
    try {
      const said = sayWith(store, { point, mode: session().mode, tool })
      const logits = await model.find(promptOf(said, picture.canvas), true)
      if (hovered) show(previewOf(logits, picture.canvas))
    } catch {
      show(undefined)
    } finally {
      isBusy = false
    }
    if (waiting.length > 0) void work()
    else if (hovered && hovered !== point) void look()
  }

  return {
    pick(pick) {
      const { tool } = session()
      if (tool !== 'OBJECT' && tool !== 'WAND') return
      show(undefined)
      waiting.push({ ...pick, tool })
      void work()
    },
    hover(point) {
      hovered = point
      clearTimeout(rest)
      if (!point) return show(undefined)
      rest = setTimeout(() => void look(), restMs)
    },
    update() {
      if (session().tool !== 'OBJECT') show(undefined)
      void work()
    },
    preview: () => preview,
    close() {
      isClosed = true
      clearTimeout(rest)
      if (!isByColour()) actions.setFinder({ kind: 'OFF' })
      pixels.release()
      model.release()
    },
  }
}

type Said = {
  readonly mode: Mode
  readonly clicks: readonly Click[]
  readonly box?: Rect | undefined
}

/** What was said of an object with one more click, or of another one. */
function sayWith(store: EditorStore, { point, mode, box }: Pointed): Said {
  const { x, y } = point
  const object = objectInHand(store.getState())
  if (!object || box) return { mode, clicks: box ? [] : [{ x, y, isInside: true }], box }
  const click = { x, y, isInside: mode !== 'SUBTRACT' }
  return { mode: object.mode, clicks: [...object.clicks, click], box: object.box }
}

/** The same in pixels of what the networks see. */
function promptOf({ clicks, box }: Said, canvas: Rect): Prompt {
  const scale = modelSize(canvas).width / canvas.width
  const across = (x: number) => (x - canvas.x) * scale
  const down = (y: number) => (y - canvas.y) * scale
  const placed = clicks.map(({ x, y, isInside }) => ({ x: across(x), y: down(y), isInside }))
  if (!box) return { clicks: placed }
  const corners = [
    across(box.x),
    down(box.y),
    across(box.x + box.width),
    down(box.y + box.height),
  ] as const
  return { clicks: placed, box: corners }
}

/** Changes the mask by what was found: in place of the object, if it was one that was there. */
function commit(
  store: EditorStore,
  region: PackedRegion,
  step: Omit<RasterStep, 'rect' | 'runs'>,
): void {
  if (typeof region === 'string') {
    const { nothingFound, tooRagged } = t.editor.select
    showToast({ id: toastId, text: region === 'EMPTY' ? nothingFound : tooRagged })
    return
  }
  const { document, actions } = store.getState()
  const isFurther = (step.clicks?.length ?? 0) > 1 || (step.box && (step.clicks?.length ?? 0) > 0)
  const before = isFurther ? paintedStrokes(document.present).at(-1) : undefined
  actions.commitStroke({ ...step, ...region }, before)
}

/** The border of an answer, in pixels of the base picture. */
function previewOf(logits: Float32Array, canvas: Rect): Float32Array {
  const { width, height } = modelSize(canvas)
  const cellPx = modelPx / maskPx
  const size = { width: Math.ceil(width / cellPx) + 2, height: Math.ceil(height / cellPx) + 2 }
  // Nothing all around closes what reaches the sides.
  const at = (x: number, y: number) =>
    x < 1 || y < 1 || x > size.width - 2 || y > size.height - 2
      ? -1
      : (logits[(y - 1) * maskPx + x - 1] ?? -1)
  const scale = (cellPx * canvas.width) / width
  return Float32Array.from(bordersOf(at, size, 0), (value, index) =>
    index % 2 === 0 ? canvas.x + (value - 1) * scale : canvas.y + (value - 1) * scale,
  )
}
