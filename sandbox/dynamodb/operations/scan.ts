import type { Operation } from '../operation.ts'
import { readNeed } from '../read-need.ts'

export const scan: Operation = {
  name: 'Scan',
  needs: (input) => [readNeed('dynamodb:Scan', input)],
  run: ({ engine }, input) => engine.run('Scan', input),
}
