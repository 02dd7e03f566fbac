import type { Prompt } from '../engine-job.ts'
import { type Colour, colourNamed, fromHex, namedColours } from '../raster/colour.ts'

export type Ground = 'sea' | 'mountains' | 'forest' | 'city' | 'desert' | 'snow' | 'meadow'
export type Time = 'day' | 'sunset' | 'night'

/** What a prompt asks the painter for. */
export type ScenePlan = {
  /** `undefined`: the words name no landscape; the picture is abstract. */
  readonly ground: Ground | undefined
  /** Of a sea: whether it is seen from the sand. */
  readonly isBeach: boolean
  readonly time: Time
  readonly skyColour: Colour | undefined
  readonly groundColour: Colour | undefined
  /** Every colour asked for, in order. */
  readonly colours: readonly Colour[]
}

const groundWords: Readonly<Record<Ground, readonly string[]>> = {
  sea: 'sea ocean water lake beach shore wave waves coast island river harbour harbor pond'.split(
    ' ',
  ),
  mountains: 'mountain mountains hill hills alps peak peaks cliff cliffs valley canyon'.split(' '),
  forest: 'forest tree trees wood woods pine pines jungle bush bushes hedge park'.split(' '),
  city: 'city skyline town street skyscraper urban'.split(' '),
  desert: 'desert dune dunes sand sahara sandy'.split(' '),
  snow: 'snow snowy winter ice glacier arctic frozen'.split(' '),
  meadow: 'meadow field fields grass lawn garden flower flowers countryside farm prairie'.split(
    ' ',
  ),
}
const beachWords = 'beach shore coast'.split(' ')
/** Things that stand somewhere: the place counts first, and is a town when none is named. */
const buildings = 'house houses home building buildings cottage'.split(' ')
const timeWords: Readonly<Record<Exclude<Time, 'day'>, readonly string[]>> = {
  sunset: 'sunset sunrise dusk dawn evening twilight sundown'.split(' '),
  night: 'night midnight stars starry moon moonlit galaxy space aurora'.split(' '),
}
const skyWords = [
  ...timeWords.sunset,
  ...timeWords.night,
  'sky',
  'cloud',
  'clouds',
  'cloudy',
  'sun',
]

/** Reads a prompt word by word; what the negative text names is left out. */
export function planScene(prompt: Prompt): ScenePlan {
  const unwanted = new Set(wordsOf(prompt.negativeText ?? ''))
  const words = wordsOf(prompt.text).filter((word) => !unwanted.has(word))
  const named = words.some((word) => skyWords.includes(word)) ? 'mountains' : undefined
  const built = words.some((word) => buildings.includes(word)) ? 'city' : undefined
  const ground = firstNamed(groundWords, words) ?? built ?? named
  const hexes = prompt.colors ?? prompt.text.match(hex) ?? []
  const asked = hexes.map(fromHex)
  return {
    ground,
    isBeach: ground === 'sea' && words.some((word) => beachWords.includes(word)),
    time: firstNamed(timeWords, words) ?? 'day',
    skyColour: colourBefore(words, skyWords) ?? asked[0],
    groundColour: colourBefore(words, groundNouns(ground)) ?? asked[1],
    colours: [...asked, ...coloursOf(words)],
  }
}

/** A colour before flowers is the flowers', not the meadow's. */
function groundNouns(ground: Ground | undefined): readonly string[] {
  if (ground === undefined) return []
  return groundWords[ground].filter((word) => !word.startsWith('flower'))
}

function coloursOf(words: readonly string[]): readonly Colour[] {
  return words.map((_, at) => colourNamed(words, at)).filter((colour) => colour !== undefined)
}

const littleWords =
  'a an the it in of to and make paint painted colour color coloured colored colours colors palette very bright dark light deep pale'.split(
    ' ',
  )

const patternWords =
  'abstract pattern texture background backdrop wallpaper marble swirl swirls paint strokes shape shapes gradient'.split(
    ' ',
  )

/** Whether the words name a thing, and neither a landscape nor a mere pattern of colours. */
export function namesThing(prompt: Prompt): boolean {
  const words = wordsOf(prompt.text)
  const isPattern = words.some((word) => patternWords.includes(word))
  const isNamed = words.some((word) => !namedColours[word] && !littleWords.includes(word))
  return planScene(prompt).ground === undefined && isNamed && !isPattern
}

/** Whether words ask for another colour and nothing else, of what they may call by its name. */
export function asksForColour(text: string, name: string): boolean {
  const words = wordsOf(text)
  const others = [...littleWords, ...wordsOf(name)]
  return (
    words.some((word) => namedColours[word] !== undefined) &&
    words.every((word) => namedColours[word] !== undefined || others.includes(word))
  )
}

const hex = /#[\da-f]{6}\b/gi

function wordsOf(text: string): string[] {
  return (
    text
      .replace(hex, ' ')
      .toLowerCase()
      .match(/[\p{L}]+/gu) ?? []
  )
}

function firstNamed<K extends string>(
  table: Readonly<Record<K, readonly string[]>>,
  words: readonly string[],
): K | undefined {
  for (const word of words) {
    for (const name in table) if (table[name].includes(word)) return name
  }
  return undefined
}

/** The colour word just before one of the nouns, or with one word between. */
function colourBefore(words: readonly string[], nouns: readonly string[]): Colour | undefined {
  for (const [index, word] of words.entries()) {
    if (!nouns.includes(word)) continue
    const colour = colourNamed(words, index - 1) ?? colourNamed(words, index - 2)
    if (colour !== undefined) return colour
  }
  return undefined
}
