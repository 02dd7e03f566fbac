import { Konva } from 'konva/lib/Core.js'
import type { Layer as KonvaLayer } from 'konva/lib/Layer.js'
import { type ReactElement, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { Layer, Shape, Stage } from 'react-konva/lib/ReactKonvaCore.js'
import { t } from '../../i18n/language.ts'
import { usePixelRatio } from '../../ui/use-media.ts'
import type { PatchImages } from '../layers/use-patches.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import { type CanvasController, createCanvasController } from './canvas-controller.ts'
import styles from './editor-canvas.module.css'
import { FrameHandles } from './frame-handles.tsx'

/** More device pixels than this for each CSS pixel cost memory that no eye repays. */
const maxPixelRatio = 2

export type EditorCanvasProps = {
  /** The base picture at its own size; the caller closes it. */
  readonly image: ImageBitmap | undefined
  /** The patches of the layers, and of the result that is looked at. */
  readonly patches: PatchImages
  /** Names the canvas. */
  readonly label: string
  /** Said over the canvas while something is under way; the canvas stays usable. */
  readonly busyText?: string
}

/** Konva takes it for each canvas that it makes from now on. */
function makeCanvasesOf(pixelRatio: number): void {
  Konva.pixelRatio = pixelRatio
}

/** The picture and its mask, filling the container; draws and moves by pointer and keys. */
export function EditorCanvas(props: EditorCanvasProps): ReactElement {
  const pixelRatio = Math.min(maxPixelRatio, usePixelRatio())
  makeCanvasesOf(pixelRatio)
  // Another screen, or zoom of the page, makes them anew.
  return <Canvas key={pixelRatio} pixelRatio={pixelRatio} {...props} />
}

function Canvas({
  image,
  patches,
  label,
  busyText,
  pixelRatio,
}: EditorCanvasProps & { readonly pixelRatio: number }): ReactElement {
  const root = useRef<HTMLDivElement>(null)
  const surface = useRef<HTMLDivElement>(null)
  const ring = useRef<HTMLDivElement>(null)
  const overlay = useRef<SVGSVGElement>(null)
  const pictureLayer = useRef<KonvaLayer>(null)
  const maskLayer = useRef<KonvaLayer>(null)
  const controller = useRef<CanvasController>(null)
  const screen = useEditor(({ session }) => session.screen)
  const isComparing = useEditor(({ session }) => session.comparing)
  const isReviewing = useEditor(({ session }) => session.candidate !== undefined)
  const maskOpacity = useEditor(({ session }) => session.maskLook.opacity)
  const helpId = useId()

  useScreenSize(root)
  useLayoutEffect(() => {
    if (!surface.current || !ring.current || !overlay.current) return undefined
    const created = createCanvasController({
      store: editorStore,
      surface: surface.current,
      ring: ring.current,
      overlay: overlay.current,
      pixelRatio,
      redrawPicture: () => pictureLayer.current?.batchDraw(),
      redrawMask: () => maskLayer.current?.batchDraw(),
      maskContext: () => maskLayer.current?.getContext()._context,
    })
    controller.current = created
    return () => {
      controller.current = null
      created.close()
    }
  }, [pixelRatio])
  useEffect(() => controller.current?.setImages({ image, patches }), [image, patches])
  useLayoutEffect(() => {
    const canvas = maskLayer.current?.getNativeCanvasElement()
    if (canvas) canvas.style.opacity = String(maskOpacity)
  })

  const isMaskShown = !isReviewing && !isComparing
  return (
    <div ref={root} className={styles['root']}>
      {screen.widthPx > 0 && (
        <Stage
          className={styles['stage']}
          width={screen.widthPx}
          height={screen.heightPx}
          listening={false}
        >
          <Layer ref={pictureLayer} listening={false}>
            <Shape sceneFunc={({ _context }) => controller.current?.drawPicture(_context)} />
          </Layer>
          <Layer ref={maskLayer} listening={false} visible={isMaskShown}>
            <Shape sceneFunc={({ _context }) => controller.current?.drawMask(_context)} />
          </Layer>
        </Stage>
      )}
      <div
        ref={surface}
        className={styles['surface']}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is worked by keys as well
        tabIndex={0}
        role="application"
        aria-label={label}
        aria-describedby={helpId}
      />
      {isMaskShown ? <FrameHandles /> : null}
      <svg ref={overlay} className={styles['overlay']} aria-hidden="true" />
      <div ref={ring} className={styles['ring']} aria-hidden="true" hidden />
      <p id={helpId} className={styles['hidden']}>
        {t.editor.canvasHelp}
      </p>
      {busyText && <Busy text={busyText} />}
    </div>
  )
}

function Busy({ text }: { readonly text: string }): ReactElement {
  return (
    <p className={styles['busy']}>
      <span className={styles['spinner']} aria-hidden="true" />
      {text}
    </p>
  )
}

/** Tells the store how large the canvas is. */
function useScreenSize(root: React.RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const element = root.current
    if (!element) return undefined
    const measure = () => {
      editorStore
        .getState()
        .actions.setScreen({ widthPx: element.clientWidth, heightPx: element.clientHeight })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [root])
}
