import { inflateSync } from 'node:zlib'

/** What a compressed part of a file turned out to be. */
export type Inflated = { readonly kind: 'FITS' | 'TOO_LARGE' | 'DAMAGED' }

/** Finds out whether a zlib stream fits, holding no more than `maxBytes` of it. */
export function tryInflate(data: Buffer, maxBytes: number): Inflated {
  try {
    inflateSync(data, { maxOutputLength: maxBytes })
    return { kind: 'FITS' }
  } catch (error) {
    const isLarge = error instanceof RangeError
    return { kind: isLarge ? 'TOO_LARGE' : 'DAMAGED' }
  }
}
