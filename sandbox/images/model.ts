/** What a model of the stand-in is like. */
export type ImagesModel = {
  /** How it reads masks: OpenAI's transparency, `mask_image` as vLLM-Omni has it, or not at all. */
  readonly mask: 'ALPHA' | 'WHITE' | 'NONE'
  /** Pictures that an edit may have. */
  readonly maxImages: number
  /** Whether it draws all of the picture anew, whatever it was asked for. */
  readonly repaintsAll?: boolean
  /** Whether it knows `response_format`; OpenAI's own models refuse it. */
  readonly takesResponseFormat?: boolean
}
