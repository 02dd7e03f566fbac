import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import { validationError } from './errors.ts'

/** One call that the service charges: it made images, whether or not its answer arrives. */
export type ModelCall = {
  readonly modelId: string
  readonly requestId: string
  /** What the caller tagged its call with: `X-Amzn-Bedrock-Request-Metadata`. */
  readonly requestMetadata: Readonly<Record<string, string>>
}

/** The counterpart of AWS's model invocation logging, without prompts and images. */
export interface CallLog {
  note(call: ModelCall): void
}

/** The file is moved aside at this size, so that the two stay under twice of it. */
const maxBytes = 20_000_000

/**
 * Appends one line of JSON for each call. Written before the answer goes out, so that a call whose
 * answer is lost is there as well.
 * @param path of a file in the state folder
 */
export function createCallLog(path: string): CallLog {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return {
    note(call) {
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      if (size > maxBytes) renameSync(path, `${path}.1`)
      const line = JSON.stringify({ at: new Date().toISOString(), ...call })
      appendFileSync(path, `${line}\n`, { mode: 0o600 })
    },
  }
}

/** AWS's bounds of request metadata: so many entries, so many characters of a key and of a value. */
export const metadataSchema = z
  .record(z.string().min(1).max(256), z.string().max(256))
  .refine((entries) => Object.keys(entries).length <= 16)

/**
 * What a call is tagged with, from its header.
 * @throws {BedrockError} ValidationException when it is not a JSON object of strings
 */
export function readRequestMetadata(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const text = headers['x-amzn-bedrock-request-metadata']
  if (text === undefined) return {}
  try {
    return metadataSchema.parse(JSON.parse(text))
  } catch {
    throw validationError('The request metadata is not a JSON object of at most 16 strings.')
  }
}
