import type { Answer } from './engine.ts'

/** @returns an error as DynamoDB sends it */
export function failure(
  name: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): Answer {
  const isCommon = [
    'AccessDeniedException',
    'UnknownOperationException',
    'SerializationException',
    'MissingAuthenticationTokenException',
    'ValidationException',
  ].includes(name)
  const space = isCommon ? 'com.amazon.coral.service' : 'com.amazonaws.dynamodb.v20120810'
  return { status: 400, body: { __type: `${space}#${name}`, message, ...more } }
}
