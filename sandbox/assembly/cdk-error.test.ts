import { expect, test } from 'vitest'
import { explainCdkError } from './cdk-error.ts'

/** As Amplify 1.25 prints it; long lines are cut. */
const output = `
Bundling asset amplify-app-local/data/generate-image-lambda/Code/Stage...
Be careful when using @auth directives on a field in a root type.
/app/node_modules/@aws-amplify/backend-data/src/factory.ts:311
      throw new AmplifyUserError(
            ^


AmplifyError [AmplifyDataConstructInitializationError]: Failed to instantiate data construct
    ... 2 lines matching cause stack trace ...
    at Array.forEach (<anonymous>)
    at DataFactory.getInstance (/app/node_modules/@aws-amplify/backend-data/src/factory.ts:96:25)
    at <anonymous> (/app/amplify/backend.ts:38:24)
    at ModuleJob.run (node:internal/modules/esm/module_job:325:25) {
  cause: InvalidDirectiveError: Sort Key Condition could not be constructed for field 'favourite'
      at Array.forEach (<anonymous>),
  classification: 'ERROR',
  options: {
    message: 'Failed to instantiate data construct',
    resolution: 'See the underlying error message for more details.'
  },
  serializedError: 'eyJuYW1lIjoi',
  resolution: 'See the underlying error message for more details.',
  details: undefined,
}

Node.js v20.20.2
`

test('of a failed synthesis the error, its cause and the own places are told', () => {
  expect(explainCdkError(output, '/app').split('\n')).toEqual([
    'AmplifyError [AmplifyDataConstructInitializationError]: Failed to instantiate data construct',
    '    at <anonymous> (amplify/backend.ts:38:24)',
    "  cause: InvalidDirectiveError: Sort Key Condition could not be constructed for field 'favourite'",
    "    resolution: 'See the underlying error message for more details.'",
  ])
})

test('an output without an error is told by its end', () => {
  const lines = Array.from({ length: 100 }, (_, at) => `line ${at}`)
  expect(explainCdkError(lines.join('\n'), '/app').split('\n')).toEqual(lines.slice(-30))
})
