import {
  type Rect,
  type ScreenPoint,
  screenPoint,
  toImage,
  type Viewport,
} from '#domain/frame/space.ts'

/** How the picture is moved and scaled on the screen. Pure; points convert in `domain/frame`. */

export type Size = { readonly widthPx: number; readonly heightPx: number }

const maxScale = 32
/** Room left around a fitted picture, CSS pixels. */
const fitMarginPx = 24
/** However far the picture is panned, this much of it stays on screen, CSS pixels. */
const keptOnScreenPx = 48

/** One image pixel a CSS pixel, from the canvas's top left. */
export const identityViewport: Viewport = { scale: 1, offset: screenPoint(0, 0) }

/** The whole picture, centred, as large as fits; small pictures are not enlarged beyond 100 %. */
function fit(picture: Size, screen: Size, insets: Partial<Insets> = {}): Viewport {
  const { top = 0, right = 0, bottom = 0, left = 0 } = insets
  const margin = Math.min(fitMarginPx, screen.widthPx / 10)
  const widthPx = Math.max(1, screen.widthPx - left - right - 2 * margin)
  const heightPx = Math.max(1, screen.heightPx - top - bottom - 2 * margin)
  const scale = Math.min(1, widthPx / picture.widthPx, heightPx / picture.heightPx)
  const x = left + margin + (widthPx - picture.widthPx * scale) / 2
  const y = top + margin + (heightPx - picture.heightPx * scale) / 2
  return { scale, offset: screenPoint(x, y) }
}

/** The same for a part of the picture's plane, which may reach beyond the picture. */
export function fitRect(rect: Rect, screen: Size, insets: Partial<Insets> = {}): Viewport {
  const { scale, offset } = fit({ widthPx: rect.width, heightPx: rect.height }, screen, insets)
  return { scale, offset: screenPoint(offset.x - rect.x * scale, offset.y - rect.y * scale) }
}

/** Space at the edges of the canvas that panels cover, CSS pixels. */
export type Insets = {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** Scales by `factor` and keeps the image point under `anchor` where it is. */
export function zoomAt(viewport: Viewport, anchor: ScreenPoint, factor: number): Viewport {
  const scale = viewport.scale * factor
  const { x, y } = toImage(anchor, viewport)
  return { scale, offset: screenPoint(anchor.x - x * scale, anchor.y - y * scale) }
}

/** The factor that keeps the scale between half of what fits (at most 10 %) and 3,200 %. */
export function allowedFactor(scale: number, factor: number, fitScale: number): number {
  const minScale = Math.min(0.1, fitScale / 2)
  return Math.min(maxScale, Math.max(minScale, scale * factor)) / scale
}

/** Moves by screen pixels. */
export function panBy(viewport: Viewport, dx: number, dy: number): Viewport {
  return { ...viewport, offset: screenPoint(viewport.offset.x + dx, viewport.offset.y + dy) }
}

/** The nearest viewport that leaves some of the canvas on screen. */
export function keepInSight(viewport: Viewport, canvas: Rect, screen: Size): Viewport {
  const { scale, offset } = viewport
  const kept = Math.min(keptOnScreenPx, screen.widthPx / 2, screen.heightPx / 2)
  const clamp = (value: number, [startPx, lengthPx]: [number, number], screenPx: number) =>
    Math.min(
      screenPx - kept - startPx * scale,
      Math.max(kept - (startPx + lengthPx) * scale, value),
    )
  const x = clamp(offset.x, [canvas.x, canvas.width], screen.widthPx)
  const y = clamp(offset.y, [canvas.y, canvas.height], screen.heightPx)
  return { ...viewport, offset: screenPoint(x, y) }
}
