import type { Operation } from '../operation.ts'
import { readNeed } from '../read-need.ts'

export const query: Operation = {
  name: 'Query',
  needs: (input) => [readNeed('dynamodb:Query', input)],
  run: ({ engine }, input) => engine.run('Query', input),
}
