/** A refusal as OpenAI words one. */
export class ImagesError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }

  /** @returns the body of the answer, JSON */
  body(): string {
    const type = this.status < 500 ? 'invalid_request_error' : 'server_error'
    return JSON.stringify({ error: { message: this.message, type, param: null, code: this.code } })
  }
}

/** A request that is not as the reference has it. */
export function badRequest(message: string): ImagesError {
  return new ImagesError(400, 'invalid_value', message)
}
