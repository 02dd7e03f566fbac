import type { Rect, ScreenPoint, Viewport } from '#domain/frame/space.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import type { Composition, DocumentCommand } from '../document/commands.ts'
import type { BasePicture, EditorDocument } from '../document/document.ts'
import type { History } from '../document/history.ts'
import type { LayerId, ResultName } from '../document/layer.ts'
import type { Mode } from '../document/region-steps.ts'
import type { JobPatches, Look } from '../document/shown-layers.ts'
import type { Stroke } from '../document/stroke.ts'
import type { Words } from '../document/words.ts'
import type { Aim } from './aim.ts'
import type { Insets, Size } from './viewport.ts'

/** What points at something in the picture, what draws regions, and what draws lines. */
export const selectionTools = [
  'OBJECT',
  'WAND',
  'RECTANGLE',
  'ELLIPSE',
  'LASSO',
  'POLYGON',
] as const
export type SelectionTool = (typeof selectionTools)[number]
export type Tool = SelectionTool | 'BRUSH' | 'MASK_ERASER' | 'PAN'

/** Which colours the wand takes. */
export type Wand = {
  /** How far a colour may be from the one pointed at, in any of its three parts, 0 to 255. */
  readonly tolerance: number
  /** Whether only what hangs together with the place is taken. */
  readonly isContiguous: boolean
}

/** How the mask is shown. `SAYS` is pink where it may change and green where it stays. */
export const maskColours = ['SAYS', 'RED', 'BLUE', 'YELLOW', 'BLACK', 'WHITE'] as const
export type MaskLook = {
  readonly colour: (typeof maskColours)[number]
  /** 0 to 1. */
  readonly opacity: number
  readonly isStriped: boolean
}

/** How brush and eraser end, and how much they change, 0 to 1. */
export type BrushLook = { readonly hardness: number; readonly strength: number }

/** How far select by click is. Its networks are loaded once, and only when somebody says so. */
export type Finder =
  | { readonly kind: 'OFF' }
  /** Nobody said yet that so much may be loaded. */
  | { readonly kind: 'ASKING'; readonly bytes: number }
  | { readonly kind: 'LOADING'; readonly share: number }
  /** It looks at the picture; what is clicked meanwhile waits. */
  | { readonly kind: 'LOOKING' }
  | { readonly kind: 'FINDING' }
  | { readonly kind: 'READY' }
  /** This device cannot run it, or it could not be loaded: colours are followed instead. */
  | { readonly kind: 'BY_COLOUR'; readonly reason: 'LOAD_FAILED' | 'RUN_FAILED' | 'DECLINED' }

/** A whole picture that is looked at in place of the one that is open, and where it lies in pixels of that. */
export type Candidate = { readonly bitmap: ImageBitmap; readonly place: Rect }

/** How the picture is compared while nothing is held: across a line, or beside itself. */
export type CompareView = 'SLIDER' | 'SIDE_BY_SIDE'

/** What is neither undone nor part of the document. */
export type EditorSession = {
  readonly tool: Tool
  /** The selection tool that was chosen last. */
  readonly selectionTool: SelectionTool
  /** What a region does to the mask, unless keys that are held say otherwise. */
  readonly mode: Mode
  readonly wand: Wand
  readonly finder: Finder
  /** The selected object that further clicks are not about any more. */
  readonly finished: Stroke | undefined
  /** A file that is to become a selection, or what is transparent in the picture; taken as soon as it can be. */
  readonly selectFrom: File | 'TRANSPARENCY' | undefined
  readonly maskLook: MaskLook
  /** What was chosen to be done with what is drafted; `aimFor` says what that means for the picture that is open. */
  readonly aim: Aim
  /** The frame under the pointer, until it is let go. */
  readonly draggedFrame: Frame | undefined
  /** Brush radius in image pixels, as strokes keep it. */
  readonly brushRadiusPx: number
  readonly brush: BrushLook
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
  /**
   * Changes the mask: one step to undo.
   * @param replaced the last stroke, if the new one is in place of it
   */
  readonly commitStroke: (stroke: Stroke, replaced?: Stroke) => void
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
  /** Goes to a state of the document, counted from the oldest. */
  readonly goTo: (index: number) => void
  /** Replaces the document and its undo steps, as read from storage. */
  readonly loadHistory: (history: History<EditorDocument>) => void
  /** News of jobs. Nothing else changes by it. */
  readonly noteJobs: (jobs: KnownJobs) => void
  readonly setTool: (tool: Tool) => void
  readonly setMode: (mode: Mode) => void
  readonly setWand: (wand: Partial<Wand>) => void
  readonly setFinder: (finder: Finder) => void
  readonly selectFrom: (source: EditorSession['selectFrom']) => void
  readonly setMaskLook: (look: Partial<MaskLook>) => void
  /** The next click selects another object. */
  readonly finishObject: () => void
  readonly setAim: (aim: Aim) => void
  /** Image pixels; kept within half a pixel and half of the picture's longer side. */
  readonly setBrushRadius: (radiusPx: number) => void
  readonly setBrush: (brush: Partial<BrushLook>) => void
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
