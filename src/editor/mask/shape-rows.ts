import { type Box, boxAround, pixelsIn } from '../document/box.ts'
import type { ShapeStep } from '../document/region-steps.ts'
import type { RegionRows } from './lay-region.ts'
import { polygonRows } from './polygon-rows.ts'

/** The rows of a shape. Pixels that it covers in part are partial. */
export function shapeRows({ kind, outline }: Pick<ShapeStep, 'kind' | 'outline'>): RegionRows {
  if (kind === 'POLYGON') return polygonRows(outline)
  const box = boxAround(outline)
  return kind === 'RECTANGLE' ? rectangleRows(box) : ellipseRows(box)
}

/** How much of the pixel from `at` to `at` + 1 lies between two places, 0 to 1. */
function share(at: number, from: number, to: number): number {
  return Math.max(0, Math.min(at + 1, to) - Math.max(at, from))
}

function rectangleRows(box: Box): RegionRows {
  const bounds = pixelsIn(box)
  return {
    bounds,
    fillRow(y, line) {
      const high = share(y, box.top, box.bottom)
      line.fill(Math.round(255 * high))
      for (const at of [0, bounds.width - 1]) {
        line[at] = Math.round(255 * high * share(bounds.x + at, box.left, box.right))
      }
    },
  }
}

/** Coverage falls over the pixel around the border: half a pixel minus the distance to it, to first order. */
function ellipseRows(box: Box): RegionRows {
  const bounds = pixelsIn(box)
  const [rx, ry] = [(box.right - box.left) / 2, (box.bottom - box.top) / 2]
  const [middleX, middleY] = [box.left + rx, box.top + ry]
  return {
    bounds,
    fillRow(row, line) {
      const y = row + 0.5 - middleY
      for (let at = 0; at < line.length; at += 1) {
        const x = bounds.x + at + 0.5 - middleX
        const [u, v] = [x / rx, y / ry]
        const reach = Math.sqrt(u * u + v * v)
        const [slopeX, slopeY] = [u / rx, v / ry]
        const slope = Math.sqrt(slopeX * slopeX + slopeY * slopeY)
        // In the very middle there is no slope.
        const outside = slope === 0 ? -1 : ((reach - 1) * reach) / slope
        line[at] = Math.round(255 * Math.min(1, Math.max(0, 0.5 - outside)))
      }
    },
  }
}
