/** Red, green, blue, 0..255 each, not rounded. */
export type Colour = readonly [red: number, green: number, blue: number]

/** The colour words that a prompt may use, with what they look like in a picture. */
export const namedColours: Readonly<Record<string, Colour>> = {
  red: [200, 44, 40],
  crimson: [170, 24, 52],
  scarlet: [214, 48, 30],
  maroon: [112, 24, 32],
  pink: [238, 142, 170],
  rose: [226, 110, 140],
  magenta: [204, 44, 150],
  orange: [238, 132, 40],
  coral: [244, 124, 96],
  peach: [250, 190, 150],
  amber: [248, 176, 44],
  gold: [224, 174, 62],
  golden: [230, 178, 66],
  yellow: [244, 212, 62],
  lime: [160, 208, 52],
  green: [66, 142, 70],
  emerald: [24, 146, 98],
  olive: [118, 122, 48],
  mint: [150, 220, 186],
  teal: [24, 130, 134],
  turquoise: [58, 190, 190],
  cyan: [62, 188, 214],
  blue: [52, 104, 196],
  azure: [66, 142, 224],
  navy: [24, 40, 92],
  indigo: [66, 50, 142],
  purple: [126, 62, 160],
  violet: [136, 84, 192],
  lavender: [180, 160, 220],
  brown: [120, 78, 48],
  beige: [222, 204, 172],
  cream: [246, 236, 212],
  tan: [200, 166, 122],
  white: [240, 240, 238],
  silver: [190, 196, 204],
  grey: [128, 130, 134],
  gray: [128, 130, 134],
  black: [28, 28, 32],
}

const shades: Readonly<Record<string, { readonly of: Colour; readonly share: number }>> = {
  dark: { of: [0, 0, 0], share: 0.45 },
  deep: { of: [0, 0, 0], share: 0.3 },
  light: { of: [255, 255, 255], share: 0.45 },
  pale: { of: [255, 255, 255], share: 0.55 },
}

/** @returns the colour that a word of a text names, darker or paler when the word before it says so */
export function colourNamed(words: readonly string[], at: number): Colour | undefined {
  const colour = namedColours[words[at] ?? '']
  const shade = shades[words[at - 1] ?? '']
  return colour && shade ? mix(colour, shade.of, shade.share) : colour
}

/** @returns the colour `share` (0..1) of the way from the first to the second */
export function mix(first: Colour, second: Colour, share: number): Colour {
  return [
    first[0] + (second[0] - first[0]) * share,
    first[1] + (second[1] - first[1]) * share,
    first[2] + (second[2] - first[2]) * share,
  ]
}

/** @returns each channel times that of the other, as coloured light does */
export function lit(colour: Colour, light: Colour): Colour {
  return [(colour[0] * light[0]) / 255, (colour[1] * light[1]) / 255, (colour[2] * light[2]) / 255]
}

/** @param hex `#rrggbb` */
export function fromHex(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** @returns 0 below `low`, 1 above `high`, smooth between */
export function smoothstep(low: number, high: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)))
  return share * share * (3 - 2 * share)
}
