import type { Cover, Hole, Raster } from './raster/raster.ts'

/** What there is to make, and from what. */
export type Jobs = {
  /** Makes the hole new from the rest of the picture; with a prompt, something of the prompt. */
  readonly fill: {
    readonly picture: Raster
    readonly hole: Hole
    readonly seed: number
    readonly prompt?: Prompt
  }
  /** The same for a part that may be half covered, or found by words. */
  readonly edit: {
    readonly picture: Raster
    readonly part: Part
    readonly seed: number
    readonly prompt?: Prompt
  }
  /** Gives a part of the picture the colour that the prompt names. */
  readonly recolour: {
    readonly picture: Raster
    readonly part: Part
    readonly seed: number
    readonly prompt: Prompt
  }
  /** Makes new what is around the kept part; unless it is precise, the kept part's rim as well. */
  readonly surround: {
    readonly picture: Raster
    readonly hole: Hole
    readonly seed: number
    readonly prompt: Prompt
    readonly isPrecise: boolean
  }
  /** Adds margins to the picture, in pixels. */
  readonly extend: {
    readonly picture: Raster
    readonly margins: Margins
    readonly seed: number
    readonly prompt: Prompt
  }
  /** Paints a picture from words alone, in the style of another one where there is one. */
  readonly scene: {
    readonly width: number
    readonly height: number
    readonly seed: number
    readonly prompt: Prompt
    readonly style?: { readonly picture: Raster; readonly fidelity: number }
  }
  /** Paints the words laid out as the picture is: by its lines or by its areas. */
  readonly guided: {
    readonly picture: Raster
    readonly follow: 'edges' | 'regions'
    /** 0..1: how closely. */
    readonly strength: number
    readonly width: number
    readonly height: number
    readonly seed: number
    readonly prompt: Prompt
  }
  /** A picture like this one, with something of the companion. */
  readonly variation: {
    readonly picture: Raster
    readonly companion: Raster
    readonly width: number
    readonly height: number
    readonly seed: number
    /** 0..1: how like it; 1 is the picture itself. */
    readonly similarity: number
    readonly prompt?: Prompt
  }
  /** The picture in the colours and the texture of another one. */
  readonly restyle: {
    readonly picture: Raster
    readonly style: Raster
    readonly seed: number
    /** 0..1 each: how much of the style, and how far the drawing may stray. */
    readonly strength: number
    readonly looseness: number
  }
  /** The subject, with everything else transparent. */
  readonly cutout: { readonly picture: Raster }
  /** What the words name, white on black; whole, with nothing of it left over. */
  readonly find: { readonly picture: Raster; readonly words: string; readonly isWhole?: boolean }
  /** The picture at a larger size. */
  readonly enlarge: {
    readonly picture: Raster
    readonly width: number
    readonly height: number
    /** 0..1: how much fine texture is made up. */
    readonly detail: number
    readonly seed: number
  }
}

export type Kind = keyof Jobs

/** One picture to make. The same job gives the same picture on every machine. */
export type EngineJob<K extends Kind = Kind> = {
  [Each in K]: { readonly kind: Each } & Jobs[Each]
}[K]

/** A part of a picture, given or named, widened by some pixels at its rim. */
export type Part = { readonly growPx: number } & (
  | { readonly cover: Cover }
  | { readonly words: string }
)

export type Prompt = {
  readonly text: string
  readonly negativeText?: string
  /** `#rrggbb`: to be used before the colours that the words name; the text may have some as well. */
  readonly colors?: readonly string[]
  /** A preset of the model, in lower case with hyphens, e.g. `pixel-art`. */
  readonly style?: string
}

/** Pixels to be added at each side. */
export type Margins = {
  readonly left: number
  readonly right: number
  readonly up: number
  readonly down: number
}
