/** Width and height in whole pixels. */
export type Size = { readonly width: number; readonly height: number }

/** A rectangle in pixels of a picture; its origin may lie outside (negative) when it pads. */
export type Rect = Size & { readonly x: number; readonly y: number }

declare const space: unique symbol

/** A point in pixels of the picture: (0, 0) is the top left corner of its top left pixel. */
export type ImagePoint = {
  readonly x: number
  readonly y: number
  readonly [space]: 'IMAGE'
}

/** A point in CSS pixels of the canvas element that shows the picture. */
export type ScreenPoint = {
  readonly x: number
  readonly y: number
  readonly [space]: 'SCREEN'
}

/** How a picture is shown: `scale` in screen pixels per picture pixel, `offset` of its corner. */
export type Viewport = { readonly scale: number; readonly offset: ScreenPoint }

/** @returns a point measured in the picture */
export function imagePoint(x: number, y: number): ImagePoint {
  return { x, y } as ImagePoint
}

/** @returns a point measured on the canvas element */
export function screenPoint(x: number, y: number): ScreenPoint {
  return { x, y } as ScreenPoint
}

/** Where a point of the picture is shown; the inverse of `toImage`. */
export function toScreen(point: ImagePoint, viewport: Viewport): ScreenPoint {
  const { scale, offset } = viewport
  return screenPoint(point.x * scale + offset.x, point.y * scale + offset.y)
}

/** Which point of the picture lies under a point of the canvas; the inverse of `toScreen`. */
export function toImage(point: ScreenPoint, viewport: Viewport): ImagePoint {
  const { scale, offset } = viewport
  return imagePoint((point.x - offset.x) / scale, (point.y - offset.y) / scale)
}
