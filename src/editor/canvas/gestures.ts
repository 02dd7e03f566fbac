import { type ImagePoint, type ScreenPoint, screenPoint, toImage } from '#domain/frame/space.ts'
import type { Mode, ShapeStep } from '../document/region-steps.ts'
import type { DrawnStroke } from '../document/stroke.ts'
import type { BrushLook, Tool } from '../store/editor-state.ts'
import type { EditorStore } from '../store/editor-store.ts'
import { createBrush } from '../tools/brush.ts'
import { createMaskEraser } from '../tools/mask-eraser.ts'
import { createPan } from '../tools/pan.ts'
import { createPickTool, type Pick, type PickTool } from '../tools/pick-tool.ts'
import {
  createBoxTool,
  createLasso,
  createPolygonTool,
  type Outline,
  type RegionTool,
} from '../tools/region-tool.ts'
import type { Softness, StrokeTool } from '../tools/stroke-tool.ts'

/** Screen pixels between two points of a stroke: less cannot be seen at the present zoom. */
const minStepOnScreenPx = 1
/** Screen pixels between two places that a hand means to be different. */
const nearOnScreenPx = 6

export type GestureEdges = {
  readonly store: EditorStore
  /** The live stroke got longer. */
  readonly onLiveStroke: () => void
  /** The live stroke is gone without a trace. */
  readonly onCancelled: () => void
  /** The outline that is being drawn is another one, or gone. */
  readonly onOutline: () => void
  /** Something in the picture was pointed at, with the tool that is chosen. */
  readonly onPick: (pick: Pick) => void
}

export type Contact = {
  readonly id: number
  readonly point: ScreenPoint
  readonly pans: boolean
  /** Shift: a straight line from the last stroke's end, or a region that is added. */
  readonly shift: boolean
  /** Alt: a region that is subtracted; with shift, intersected. */
  readonly alt: boolean
}

/** Which tool gets the pointers: one draws or pans, two move and scale. Knows no DOM. */
export interface Gestures {
  down(contact: Contact): void
  /** @param isEven whether a box is to be as high as it is wide */
  move(id: number, points: readonly ScreenPoint[], isEven: boolean): void
  /** The pointer moves without being pressed. */
  hover(point: ScreenPoint): void
  up(id: number): void
  /** Ends a region that takes more than one press. @returns whether there was one */
  finish(): boolean
  /** Takes the last corner of such a region back. @returns whether there was one */
  back(): boolean
  /** Drops the gesture; nothing of it stays. */
  readonly cancel: () => void
  live(): DrawnStroke | undefined
  outline(): Outline | undefined
  isPanning(): boolean
  /** True while a finished stroke is given to the store: its pixels are on screen already. */
  isCommitting(): boolean
}

type Drawing =
  | { readonly kind: 'STROKE'; readonly tool: StrokeTool }
  | { readonly kind: 'REGION'; readonly tool: RegionTool }
  | { readonly kind: 'PICK'; readonly tool: PickTool }

/** What each tool draws with; a tool of these keeps what it needs from one gesture to the next. */
function createDrawings(): Readonly<Record<Exclude<Tool, 'PAN'>, Drawing>> {
  return {
    BRUSH: { kind: 'STROKE', tool: createBrush() },
    MASK_ERASER: { kind: 'STROKE', tool: createMaskEraser() },
    RECTANGLE: { kind: 'REGION', tool: createBoxTool('RECTANGLE') },
    ELLIPSE: { kind: 'REGION', tool: createBoxTool('ELLIPSE') },
    LASSO: { kind: 'REGION', tool: createLasso() },
    POLYGON: { kind: 'REGION', tool: createPolygonTool() },
    OBJECT: { kind: 'PICK', tool: createPickTool(true) },
    WAND: { kind: 'PICK', tool: createPickTool(false) },
  }
}

export function createGestures(edges: GestureEdges): Gestures {
  const { store, onLiveStroke, onCancelled, onOutline } = edges
  const drawings = createDrawings()
  const pan = createPan()
  const pointers = new Map<number, ScreenPoint>()
  let drawing: Drawing | undefined
  let panning = false
  let isCommitting = false

  const chosen = (): Drawing | undefined => {
    const { tool } = store.getState().session
    return tool === 'PAN' ? undefined : drawings[tool]
  }
  /** The outline of a region that waits for its next corner, or of what is drawn now. */
  const outline = () => {
    const current = drawing ?? chosen()
    return current && current.kind !== 'STROKE' ? current.tool.outline() : undefined
  }
  const commit = (region: ShapeStep | undefined) => {
    onOutline()
    if (region) store.getState().actions.commitStroke(region)
  }
  const beginPan = () => {
    panning = true
    pan.begin([...pointers.values()])
  }
  const begin = (contact: Contact) => {
    const { viewport, brushRadiusPx, brush } = store.getState().session
    drawing = chosen()
    if (!drawing) return beginPan()
    const at = toImage(contact.point, viewport)
    if (drawing.kind === 'STROKE') {
      const minStepPx = minStepOnScreenPx / viewport.scale
      const isStraight = contact.shift
      const softness = softnessOf(brush)
      drawing.tool.begin(at, { radiusPx: brushRadiusPx, minStepPx, isStraight, softness })
      return onLiveStroke()
    }
    const start = { mode: modeOf(store, contact), nearPx: nearOnScreenPx / viewport.scale }
    if (drawing.kind === 'PICK') drawing.tool.press(at, start)
    else commit(drawing.tool.press(at, start))
  }
  const drop = () => {
    const dropped = drawing
    drawing = undefined
    if (!dropped) return
    // Of a polygon it is the corner that was just set.
    if (dropped.kind !== 'REGION' || !dropped.tool.back()) dropped.tool.cancel()
    if (dropped.kind === 'STROKE') onCancelled()
    else onOutline()
  }
  const draw = (points: readonly ImagePoint[], isEven: boolean) => {
    if (drawing?.kind === 'STROKE') {
      for (const point of points) drawing.tool.move(point)
      return onLiveStroke()
    }
    for (const point of points) drawing?.tool.move(point, isEven)
    onOutline()
  }
  const end = () => {
    const ended = drawing
    drawing = undefined
    if (ended?.kind === 'REGION') commit(ended.tool.release())
    if (ended?.kind === 'PICK') {
      const pick = ended.tool.release()
      onOutline()
      if (pick) edges.onPick(pick)
    }
    const stroke = ended?.kind === 'STROKE' ? ended.tool.end() : undefined
    if (!stroke) return
    isCommitting = true
    store.getState().actions.commitStroke(stroke)
    isCommitting = false
  }
  const region = () => {
    const current = chosen()
    return current?.kind === 'REGION' ? current.tool : undefined
  }

  return {
    down(contact) {
      if (pointers.size >= 2) return
      pointers.set(contact.id, contact.point)
      if (pointers.size === 2) {
        drop()
        beginPan()
      } else if (contact.pans) beginPan()
      else begin(contact)
    },
    move(id, points, isEven) {
      const last = points.at(-1)
      if (!pointers.has(id) || !last) return
      pointers.set(id, last)
      const { actions, session } = store.getState()
      if (drawing)
        draw(
          points.map((point) => toImage(point, session.viewport)),
          isEven,
        )
      else if (panning) {
        const { dx, dy, factor, anchor } = pan.move([...pointers.values()])
        if (factor !== 1) actions.zoomBy(factor, anchor)
        actions.panBy(dx, dy)
      }
    },
    hover(point) {
      if (pointers.size > 0) return
      const tool = region()
      if (!tool?.outline()) return
      tool.move(toImage(point, store.getState().session.viewport), false)
      onOutline()
    },
    up(id) {
      if (!pointers.delete(id)) return
      end()
      // A finger that stays goes on panning from where it is; it does not start to draw.
      if (pointers.size > 0) beginPan()
      else panning = false
    },
    finish() {
      const tool = region()
      const isDrawing = tool?.outline() !== undefined
      if (isDrawing) commit(tool.finish())
      return isDrawing
    },
    back() {
      const hadCorner = region()?.back() ?? false
      if (hadCorner) onOutline()
      return hadCorner
    },
    cancel() {
      pointers.clear()
      panning = false
      drop()
      // A polygon waits for its next corner without being pressed.
      for (const each of Object.values(drawings)) if (each.kind === 'REGION') each.tool.cancel()
      onOutline()
    },
    live: () => (drawing?.kind === 'STROKE' ? drawing.tool.live() : undefined),
    outline,
    isPanning: () => panning,
    isCommitting: () => isCommitting,
  }
}

/** What a stroke says of its brush: nothing of one that is as hard and strong as can be. */
function softnessOf({ hardness, strength }: BrushLook): Softness {
  return { ...(hardness < 1 && { hardness }), ...(strength < 1 && { strength }) }
}

/** What a region is to do: as the keys that are held say, else as was chosen. */
function modeOf(store: EditorStore, { shift, alt }: Contact): Mode {
  if (shift && alt) return 'INTERSECT'
  if (alt) return 'SUBTRACT'
  return shift ? 'ADD' : store.getState().session.mode
}

/** A point in CSS pixels from the top left of `box`. */
export function pointIn(box: DOMRect, event: { clientX: number; clientY: number }): ScreenPoint {
  return screenPoint(event.clientX - box.left, event.clientY - box.top)
}
