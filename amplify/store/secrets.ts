import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm'
import { AppError } from '#domain/errors.ts'

/** A key that is replaced is used from then on. */
const remembersMs = 300_000

/**
 * Amplify's secrets: parameters of the branch's own path, else of the path that all branches share.
 * They are read when they are needed and held in memory alone.
 * @param paths both, the branch's first, as `grant.ts` joined them by a comma
 * @returns the secret of a name; throws AppError MODEL_UNAVAILABLE when neither path has it
 */
export function createSecrets(
  paths: string,
  now: () => number,
  client = new SSMClient({}),
): (name: string) => Promise<string> {
  const known = new Map<string, { readonly value: string; readonly at: number }>()
  return async (name) => {
    const remembered = known.get(name)
    if (remembered && now() - remembered.at < remembersMs) return remembered.value
    const names = paths.split(',').map((path) => `${path}${name}`)
    const command = new GetParametersCommand({ Names: names, WithDecryption: true })
    const { Parameters: found = [] } = await client.send(command)
    const value = names
      .map((each) => found.find(({ Name }) => Name === each)?.Value)
      .find((each) => each !== undefined)
    if (value === undefined) throw new AppError('MODEL_UNAVAILABLE', { key: 'endpointKeyMissing' })
    known.set(name, { value, at: now() })
    return value
  }
}
