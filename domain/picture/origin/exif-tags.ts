/** Tags of EXIF 3.0 that we read and write; never those of places, devices and serial numbers. */
export const exifTags = {
  xResolution: 0x011a,
  yResolution: 0x011b,
  resolutionUnit: 0x0128,
  artist: 0x013b,
  copyright: 0x8298,
  exifIfd: 0x8769,
  dateTimeOriginal: 0x9003,
  offsetTimeOriginal: 0x9011,
} as const

/** Types of values (TIFF 6.0, section 2). */
export const exifTypes = { ascii: 2, short: 3, long: 4, rational: 5 } as const

/** `resolutionUnit`: pixels an inch (2, the default) or a centimetre (3). */
export const perMetre: Readonly<Record<number, number>> = { 2: 1 / 0.0254, 3: 100 }
