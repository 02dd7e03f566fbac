import { templateError } from '../errors.ts'

/**
 * `$util.time` without the members that take a Java date pattern.
 * @param nowMs the clock, milliseconds since the epoch
 */
export function timeMembers(
  nowMs: () => number,
): Readonly<Record<string, (...args: unknown[]) => unknown>> {
  return {
    nowISO8601: () => new Date(nowMs()).toISOString(),
    nowEpochSeconds: () => Math.floor(nowMs() / 1000),
    nowEpochMilliSeconds: () => nowMs(),
    parseISO8601ToEpochMilliSeconds: (value) => parseTime(value),
    epochMilliSecondsToSeconds: (value) => Math.floor(Number(value) / 1000),
    epochMilliSecondsToISO8601: (value) => new Date(Number(value)).toISOString(),
  }
}

function parseTime(value: unknown): number {
  const time = Date.parse(String(value))
  if (Number.isNaN(time)) throw templateError(`Unable to parse '${String(value)}' as a time`)
  return time
}
