import { type ImagePoint } from '#domain/frame/space.ts'
import type { Mode } from '../document/region-steps.ts'
import type { DrawnStroke, Stroke } from '../document/stroke.ts'
import type { BrushLook, Tool } from '../store/editor-state.ts'
import type { EditorStore } from '../store/editor-store.ts'
import { createBrush } from '../tools/brush.ts'
import { createMaskEraser } from '../tools/mask-eraser.ts'
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

/** The keys that are held when a pointer is pressed. */
export type Keys = {
  /** A straight line from the last stroke's end, or a region that is added. */
  readonly shift: boolean
  /** A region that is subtracted; with shift, intersected. */
  readonly alt: boolean
}

/** What a pointer draws with, from press to release, whatever comes of it. */
export interface Drawing {
  begin(at: ImagePoint, keys: Keys): void
  /** @param isEven whether a box is to be as high as it is wide */
  move(points: readonly ImagePoint[], isEven: boolean): void
  /** The pointer moves without being pressed. */
  hover(at: ImagePoint): void
  end(): void
  /** Drops what is pressed; corners that were set before stay. */
  drop(): void
  /** Drops everything. */
  cancel(): void
  /** Ends what takes more than one press. @returns whether there was something */
  finish(): boolean
  /** Takes the last corner back. @returns whether there was one */
  back(): boolean
  live(): DrawnStroke | undefined
  outline(): Outline | undefined
}

export type DrawingEdges = {
  readonly store: EditorStore
  /** The live stroke got longer. */
  readonly onLiveStroke: () => void
  /** The live stroke is gone without a trace. */
  readonly onCancelled: () => void
  /** The outline that is being drawn is another one, or gone. */
  readonly onOutline: () => void
  /** Something in the picture was pointed at, with the tool that is chosen. */
  readonly onPick: (pick: Pick) => void
  readonly onCommit: (stroke: Stroke) => void
}

/** One for each tool that draws; they keep what they need from one gesture to the next. */
export function createDrawings(
  edges: DrawingEdges,
): Readonly<Record<Exclude<Tool, 'PAN'>, Drawing>> {
  return {
    BRUSH: strokeDrawing(createBrush(), edges),
    MASK_ERASER: strokeDrawing(createMaskEraser(), edges),
    RECTANGLE: regionDrawing(createBoxTool('RECTANGLE'), edges),
    ELLIPSE: regionDrawing(createBoxTool('ELLIPSE'), edges),
    LASSO: regionDrawing(createLasso(), edges),
    POLYGON: regionDrawing(createPolygonTool(), edges),
    OBJECT: pickDrawing(createPickTool(true), edges),
    WAND: pickDrawing(createPickTool(false), edges),
  }
}

const nothing = {
  hover: () => undefined,
  finish: () => false,
  back: () => false,
  live: () => undefined,
  outline: () => undefined,
}

function strokeDrawing(tool: StrokeTool, edges: DrawingEdges): Drawing {
  const drop = () => {
    if (!tool.live()) return
    tool.cancel()
    edges.onCancelled()
  }
  return {
    ...nothing,
    begin(at, { shift }) {
      const { viewport, brushRadiusPx, brush } = edges.store.getState().session
      const minStepPx = minStepOnScreenPx / viewport.scale
      const softness = softnessOf(brush)
      tool.begin(at, { radiusPx: brushRadiusPx, minStepPx, isStraight: shift, softness })
      edges.onLiveStroke()
    },
    move(points) {
      for (const point of points) tool.move(point)
      edges.onLiveStroke()
    },
    end() {
      const stroke = tool.end()
      if (stroke) edges.onCommit(stroke)
    },
    drop,
    cancel: drop,
    live: tool.live,
  }
}

/** What a stroke says of its brush: nothing of one that is as hard and strong as can be. */
function softnessOf({ hardness, strength }: BrushLook): Softness {
  return { ...(hardness < 1 && { hardness }), ...(strength < 1 && { strength }) }
}

function regionDrawing(tool: RegionTool, edges: DrawingEdges): Drawing {
  const commit = (region: Stroke | undefined) => {
    edges.onOutline()
    if (region) edges.onCommit(region)
  }
  const move = (point: ImagePoint, isEven: boolean) => {
    tool.move(point, isEven)
    edges.onOutline()
  }
  const cancel = () => {
    tool.cancel()
    edges.onOutline()
  }
  const back = () => {
    const hadCorner = tool.back()
    if (hadCorner) edges.onOutline()
    return hadCorner
  }
  return {
    ...nothing,
    begin: (at, keys) => commit(tool.press(at, startOf(edges.store, keys))),
    move(points, isEven) {
      for (const point of points) move(point, isEven)
    },
    hover(at) {
      if (tool.outline()) move(at, false)
    },
    end: () => commit(tool.release()),
    // Of a polygon it is the corner that was just set.
    drop() {
      if (!back()) cancel()
    },
    cancel,
    back,
    finish() {
      const isDrawing = tool.outline() !== undefined
      if (isDrawing) commit(tool.finish())
      return isDrawing
    },
    outline: tool.outline,
  }
}

function pickDrawing(tool: PickTool, edges: DrawingEdges): Drawing {
  const cancel = () => {
    tool.cancel()
    edges.onOutline()
  }
  return {
    ...nothing,
    begin: (at, keys) => tool.press(at, startOf(edges.store, keys)),
    move(points) {
      for (const point of points) tool.move(point)
      edges.onOutline()
    },
    end() {
      const pick = tool.release()
      edges.onOutline()
      if (pick) edges.onPick(pick)
    },
    drop: cancel,
    cancel,
    outline: tool.outline,
  }
}

/** What a region is to do, as the keys that are held say, else as was chosen; and what is near at this zoom. */
function startOf(store: EditorStore, { shift, alt }: Keys): { mode: Mode; nearPx: number } {
  const { mode, viewport } = store.getState().session
  const nearPx = nearOnScreenPx / viewport.scale
  if (shift && alt) return { mode: 'INTERSECT', nearPx }
  if (alt) return { mode: 'SUBTRACT', nearPx }
  return { mode: shift ? 'ADD' : mode, nearPx }
}
