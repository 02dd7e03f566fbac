import type { Picture, Raster } from '../raster/raster.ts'
import { fitToEdges, overviewOf, subjectOf } from './subject.ts'

/** The picture's subject as it is, everything else transparent. */
export function cutOut(picture: Raster): Picture {
  const overview = overviewOf(picture)
  const matte = fitToEdges(picture, overview, subjectOf(overview, 0.12))
  const { width, height, data } = picture
  return {
    width,
    height,
    data,
    alpha: Uint8Array.from(matte.map((share) => Math.round(share * 255))),
  }
}
