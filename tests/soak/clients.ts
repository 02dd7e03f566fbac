import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { BackendFacts } from '../../scripts/backend-process.ts'
import { readToolsKeys } from '../backend/tools-keys.ts'

/** Clients of AWS's SDK; what they find is the same after each restart. */
export type Clients = Awaited<ReturnType<typeof openClients>>

/** The tools' clients: `once` sends a call once, `patient` repeats what got no answer. */
export async function openClients(facts: BackendFacts) {
  const { endpoint, region } = facts
  const credentials = await readToolsKeys(facts.credentialsFile)
  const make = (maxAttempts: number) => {
    const settings = { endpoint, region, credentials, maxAttempts }
    return {
      dynamodb: new DynamoDBClient(settings),
      s3: new S3Client({ ...settings, forcePathStyle: true }),
      sqs: new SQSClient(settings),
      lambda: new LambdaClient(settings),
      cognito: new CognitoIdentityProviderClient(settings),
    }
  }
  const once = make(1)
  const patient = make(5)
  const { TableNames = [] } = await patient.dynamodb.send(new ListTablesCommand({}))
  const { QueueUrls = [] } = await patient.sqs.send(new ListQueuesCommand({}))
  const { Functions = [] } = await patient.lambda.send(new ListFunctionsCommand({}))
  const names = Functions.flatMap(({ FunctionName }) => FunctionName ?? [])
  return {
    once,
    patient,
    bucket: facts.bucket,
    userPoolId: facts.userPoolId,
    pictures: found(TableNames, /^Picture-/),
    usage: found(TableNames, /^Usage-/),
    generations: found(TableNames, /^Generation-/),
    // Nothing takes messages from a dead-letter queue but who asks for them.
    queue: found(QueueUrls, /generationsdeadletters/),
    removePictures: found(names, /removepictures/),
    sweep: found(names, /sweep/),
    tidyObjects: found(names, /tidyobjects/),
  }
}

/** @throws Error when there is none */
function found(names: readonly string[], wanted: RegExp): string {
  const name = names.find((each) => wanted.test(each.toLowerCase()) || wanted.test(each))
  if (name === undefined) throw new Error(`Nothing of ${names.join(', ')} is ${String(wanted)}.`)
  return name
}
