/** Words for spans of time; the caller brings the language. */
export type SpanWords = {
  readonly now: string
  readonly seconds: (value: number) => string
  readonly minutes: (value: number) => string
  readonly hours: (value: number) => string
  readonly days: (value: number) => string
  readonly ago: (span: string) => string
}

/** @returns a span in its largest unit, e.g. `3 min` */
export function spanText(ms: number, words: SpanWords): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return words.seconds(seconds)
  if (seconds < 3600) return words.minutes(Math.floor(seconds / 60))
  if (seconds < 86_400) return words.hours(Math.floor(seconds / 3600))
  return words.days(Math.floor(seconds / 86_400))
}

/** @returns how long ago a moment was, e.g. `3 min ago`; under ten seconds `just now` */
export function agoText(iso: string, nowMs: number, words: SpanWords): string {
  const ms = nowMs - Date.parse(iso)
  return ms < 10_000 ? words.now : words.ago(spanText(ms, words))
}
