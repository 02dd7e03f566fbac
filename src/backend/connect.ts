import { Amplify } from 'aws-amplify'

/** Points Amplify at a deployed backend, by its `amplify_outputs.json`. */
export function connectCloud(outputs: object): void {
  Amplify.configure(outputs)
}
