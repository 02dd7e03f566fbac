import { type ImagePoint, toScreen, type Viewport } from '#domain/frame/space.ts'
import type { Click } from '../document/region-steps.ts'
import type { Outline } from '../tools/region-tool.ts'

/** What is drawn over the picture while something is selected. Lengths are in pixels of the picture. */
export type OverlayScene = {
  readonly viewport: Viewport
  /** The region under the pointer. */
  readonly outline: Outline | undefined
  /** What a click would select, as segments: x0, y0, x1, y1, and so on. */
  readonly preview: Float32Array | undefined
  readonly clicks: readonly Click[]
  /** Where the pointer of the keys is. */
  readonly pointer: ImagePoint | undefined
}

const svgNamespace = 'http://www.w3.org/2000/svg'
/** CSS pixels. */
const dotRadiusPx = 6
const crossPx = 14

/** Draws into an SVG as large as the canvas; it costs what changes, not what the picture has. */
export function createOverlay(svg: SVGSVGElement): { show(scene: OverlayScene): void } {
  const layers = ['preview', 'outline', 'pointer'] as const
  const paths = Object.fromEntries(layers.map((name) => [name, addPaths(svg, name)]))
  const dots = svg.appendChild(document.createElementNS(svgNamespace, 'g'))
  const draw = (name: (typeof layers)[number], data: string) => {
    for (const path of paths[name] ?? []) path.setAttribute('d', data)
  }
  return {
    show({ viewport, outline, preview, clicks, pointer }) {
      draw('preview', preview ? segmentsPath(preview, viewport) : '')
      draw('outline', outline ? outlinePath(outline, viewport) : '')
      draw('pointer', pointer ? crossPath(toScreen(pointer, viewport)) : '')
      dots.replaceChildren(...clicks.map((click) => dotOf(click, viewport)))
    },
  }
}

/** A light line on a dark one is seen on every picture. */
function addPaths(svg: SVGSVGElement, name: string): readonly SVGPathElement[] {
  return ['dark', 'light'].map((tone) => {
    const path = document.createElementNS(svgNamespace, 'path')
    path.dataset['name'] = name
    path.dataset['tone'] = tone
    return svg.appendChild(path)
  })
}

function segmentsPath(segments: Float32Array, viewport: Viewport): string {
  const at = placing(segments, viewport)
  let path = ''
  for (let index = 0; index < segments.length; index += 4) {
    path += `M${at(index)}L${at(index + 2)}`
  }
  return path
}

function outlinePath({ kind, outline }: Outline, viewport: Viewport): string {
  const at = placing(outline, viewport)
  if (kind === 'POLYGON') {
    const corners = Array.from({ length: outline.length / 2 }, (_, index) => at(2 * index))
    return `M${corners.join('L')}Z`
  }
  const [ax = 0, ay = 0, bx = 0, by = 0] = outline
  if (kind === 'RECTANGLE') {
    const corners = [ax, ay, bx, ay, bx, by, ax, by]
    return outlinePath({ kind: 'POLYGON', outline: corners }, viewport)
  }
  const radii = `${(Math.abs(bx - ax) / 2) * viewport.scale} ${(Math.abs(by - ay) / 2) * viewport.scale}`
  const sides = placing([ax, (ay + by) / 2, bx, (ay + by) / 2], viewport)
  return `M${sides(0)}A${radii} 0 1 1 ${sides(2)}A${radii} 0 1 1 ${sides(0)}Z`
}

/** The place on screen of the point that begins at an index. */
function placing(
  flat: readonly number[] | Float32Array,
  { scale, offset }: Viewport,
): (index: number) => string {
  return (index) => {
    const x = (flat[index] ?? 0) * scale + offset.x
    const y = (flat[index + 1] ?? 0) * scale + offset.y
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  }
}

function crossPath({ x, y }: { readonly x: number; readonly y: number }): string {
  return `M${x - crossPx} ${y}h${2 * crossPx}M${x} ${y - crossPx}v${2 * crossPx}`
}

function dotOf({ x, y, isInside }: Click, { scale, offset }: Viewport): SVGElement {
  const group = document.createElementNS(svgNamespace, 'g')
  group.setAttribute('transform', `translate(${x * scale + offset.x} ${y * scale + offset.y})`)
  group.dataset['inside'] = String(isInside)
  const circle = document.createElementNS(svgNamespace, 'circle')
  circle.setAttribute('r', String(dotRadiusPx))
  const sign = document.createElementNS(svgNamespace, 'path')
  sign.setAttribute('d', isInside ? 'M-3 0h6M0 -3v6' : 'M-3 0h6')
  group.append(circle, sign)
  return group
}
