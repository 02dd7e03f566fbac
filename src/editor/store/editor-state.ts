import type { Rect, ScreenPoint, Viewport } from '#domain/frame/space.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import type { Composition, DocumentCommand } from '../document/commands.ts'
import type { BasePicture, EditorDocument } from '../document/document.ts'
import type { History } from '../document/history.ts'
import type { LayerId, ResultName } from '../document/layer.ts'
import type { JobPatches, Look } from '../document/shown-layers.ts'
import type { DrawnStroke } from '../document/stroke.ts'
import type { Words } from '../document/words.ts'
import type { Aim } from './aim.ts'
import type { Insets, Size } from './viewport.ts'

export type Tool = 'BRUSH' | 'MASK_ERASER' | 'PAN'

/** A whole picture that is looked at in place of the one that is open, and where it lies in pixels of that. */
export type Candidate = { readonly bitmap: ImageBitmap; readonly place: Rect }

/** How the picture is compared while nothing is held: across a line, or beside itself. */
export type CompareView = 'SLIDER' | 'SIDE_BY_SIDE'

/** What is neither undone nor part of the document. */
export type EditorSession = {
  readonly tool: Tool
  /** What was chosen to be done with what is drafted; `aimFor` says what that means for the picture that is open. */
  readonly aim: Aim
  /** The frame under the pointer, until it is let go. */
  readonly draggedFrame: Frame | undefined
  /** Brush radius in image pixels, as strokes keep it. */
  readonly brushRadiusPx: number
  readonly viewport: Viewport
  /** Size of the canvas on screen in CSS pixels; 0 × 0 until it is mounted. */
  readonly screen: Size
  /** What panels cover of the canvas; the picture is fitted into the rest. */
  readonly insets: Insets
  /** Whether the whole picture is to stay in sight when the canvas changes size. */
  readonly isFitted: boolean
  /** Whether what is compared with is seen, for as long as something is held. */
  readonly comparing: boolean
  readonly compareView: CompareView | undefined
  /** Where the line of the slider is, as a share of the canvas's width. */
  readonly compareAt: number
  /** Whether the brush's size is being chosen, and is to be shown amid the canvas. */
  readonly isSizing: boolean
  /** A result of the selected layer that is looked at, and not kept yet. */
  readonly look: Look | undefined
  /** The opacity under the pointer, until it is let go. */
  readonly fade: { readonly layerId: LayerId; readonly opacity: number } | undefined
  /** The same as a whole picture. */
  readonly candidate: Candidate | undefined
}

/** What is known of the jobs of a document's layers. It comes from the server; the document names jobs alone. */
export type KnownJobs = {
  readonly made: JobPatches
  /** The layers that something is being made for. */
  readonly pending: readonly LayerId[]
}

export type EditorActions = {
  /** Opens a picture in a new document; undo leads back to the one before, if there was one. */
  readonly openPicture: (base: BasePicture) => void
  /** The same with what lies over the picture. */
  readonly openComposition: (composition: Composition) => void
  readonly closePicture: () => void
  readonly commitStroke: (stroke: DrawnStroke) => void
  readonly clearMask: () => void
  readonly invertMask: () => void
  /** By how much the picture is to be extended: one step to undo. */
  readonly setFrame: (frame: Frame) => void
  /** The frame while a handle is dragged; `undefined` drops the gesture. */
  readonly dragFrame: (frame: Frame | undefined) => void
  /** Runs a command as one step to undo. */
  readonly run: (command: DocumentCommand) => void
  /** The layer that all is about; `null` goes back to the region that is drafted. No step to undo. */
  readonly select: (layerId: LayerId | null) => void
  /** What is typed for an operation, or for the selected layer. No step to undo. */
  readonly setWords: (aim: Aim, words: Partial<Words>) => void
  /** What is set for the selected layer. No step to undo. */
  readonly setLayerSettings: (settings: Readonly<Record<string, unknown>>) => void
  readonly undo: () => void
  readonly redo: () => void
  /** Replaces the document and its undo steps, as read from storage. */
  readonly loadHistory: (history: History<EditorDocument>) => void
  /** News of jobs. Nothing else changes by it. */
  readonly noteJobs: (jobs: KnownJobs) => void
  readonly setTool: (tool: Tool) => void
  readonly setAim: (aim: Aim) => void
  /** Image pixels; kept within half a pixel and half of the picture's longer side. */
  readonly setBrushRadius: (radiusPx: number) => void
  readonly setSizing: (isSizing: boolean) => void
  readonly setComparing: (comparing: boolean) => void
  readonly setCompareView: (view: CompareView | undefined) => void
  readonly setCompareAt: (share: number) => void
  /** Looks at a result of the selected layer. */
  readonly look: (result: ResultName | undefined) => void
  /** Shows an opacity before it is chosen; `undefined` drops it. */
  readonly previewFade: (fade: EditorSession['fade']) => void
  readonly setCandidate: (candidate: Candidate | undefined) => void
  readonly setScreen: (screen: Size) => void
  readonly setInsets: (insets: Insets) => void
  /** Zooms by a factor; the image point under `anchor` (default: the middle) stays where it is. */
  readonly zoomBy: (factor: number, anchor?: ScreenPoint) => void
  /** One image pixel = `scale` CSS pixels. */
  readonly zoomTo: (scale: number) => void
  readonly panBy: (dx: number, dy: number) => void
  readonly fit: () => void
}

export type EditorState = {
  readonly document: History<EditorDocument>
  readonly jobs: KnownJobs
  readonly session: EditorSession
  readonly actions: EditorActions
}
