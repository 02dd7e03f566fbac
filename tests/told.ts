import { AppError, type ErrorCode } from '#domain/errors.ts'
import { say } from '../src/i18n/say.ts'

/** What a person who reads English is told of an error of ours; any other error is thrown again. */
export function told(error: unknown): {
  code: ErrorCode
  field: string | undefined
  detail: string
} {
  if (!(error instanceof AppError)) throw error
  return { code: error.code, field: error.field, detail: say(error.reason) }
}

/** What a person is told of the refusal that `run` ends with; `undefined` when it ends with none. */
export function toldBy(run: () => unknown): ReturnType<typeof told> | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return told(error)
  }
}
