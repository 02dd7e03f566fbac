import * as z from 'zod'

/** What is said of an export: why there is no file. `kind` is the name of a file format. */
export const exportMessages = {
  exportUnknown: {},
  exportCancelled: {},
  exportInterrupted: {},
  exportSideTooLong: { kind: z.string(), maxSidePx: z.int() },
  exportTooManyPixels: { kind: z.string(), maxMegapixels: z.number() },
}
