import { appMessages } from './app.ts'
import { documentMessages } from './documents.ts'
import { editorMessages } from './editor.ts'
import { historyMessages } from './history.ts'
import { jobMessages } from './jobs.ts'
import { layerMessages } from './layers.ts'
import { money } from './money.ts'
import { operationWords } from './operation-words.ts'
import { operationMessages } from './operations.ts'
import { sentences } from './sentences.ts'
import { signInCard } from './sign-in-card.ts'
import { steps } from './steps.ts'

/** Every text of the app in English. Its type is what another language has to say. */
export const en = {
  ...appMessages,
  ...operationMessages,
  ...jobMessages,
  ...layerMessages,
  ...historyMessages,
  operations: operationWords,
  documents: documentMessages,
  editor: editorMessages,
  money,
  signInCard,
  errors: steps,
  sentences,
} as const
