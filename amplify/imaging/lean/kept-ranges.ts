import { partsLimits, refuseParts } from './parts-limits.ts'

/** Collects what is kept of a file: neighbours become one range, so that most files cost nothing. */
export type KeptRanges = {
  keep(range: { readonly start: number; readonly end: number }): void
  /** Puts other bytes in the place of a part. */
  replace(bytes: Buffer): void
  drop(): void
  /** @returns the very same file when nothing was dropped or replaced */
  finish(): Buffer
}

/** @throws AppError INVALID_IMAGE from `drop`, when more was dropped than any program writes */
export function keptRanges(file: Buffer): KeptRanges {
  const parts: Buffer[] = []
  let [from, to] = [0, 0]
  let dropped = 0
  const close = () => {
    if (to > from) parts.push(file.subarray(from, to))
  }
  const drop = () => {
    dropped += 1
    if (dropped > partsLimits.maxDroppedParts) refuseParts()
  }
  return {
    keep({ start, end }) {
      if (start !== to) {
        close()
        from = start
      }
      to = end
    },
    replace(bytes) {
      drop()
      close()
      parts.push(bytes)
      ;[from, to] = [0, 0]
    },
    drop,
    finish() {
      close()
      const [only] = parts
      if (parts.length === 1 && only?.length === file.length) return file
      return Buffer.concat(parts)
    },
  }
}
