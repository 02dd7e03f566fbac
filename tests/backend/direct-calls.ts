import { Sha256 } from '@aws-crypto/sha256-js'
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { SignatureV4 } from '@smithy/signature-v4'
import { type Keys, placeOf } from './address.ts'
import { type Backend, deployed } from './backend.ts'
import { type Answer } from './person.ts'
import { rawRequest } from './raw-request.ts'

/** One call of a service behind the API about a job, past the API. */
type DirectCall = (backend: Backend, credentials: Keys, jobId: string) => Promise<unknown>

export const directCalls: Readonly<Record<string, DirectCall>> = {
  SQS: (backend, credentials, jobId) =>
    new SQSClient({ ...placeOf(backend), credentials }).send(
      new SendMessageCommand({
        QueueUrl: deployed(backend, 'AWS::SQS::Queue')[0],
        MessageBody: JSON.stringify({ id: jobId, tries: 0 }),
      }),
    ),
  DynamoDB: (backend, credentials, jobId) =>
    new DynamoDBClient({ ...placeOf(backend), credentials }).send(
      new GetItemCommand({
        TableName: deployed(backend, 'Custom::AmplifyDynamoDBTable')[0],
        Key: { id: { S: jobId } },
      }),
    ),
  Lambda: (backend, credentials, jobId) =>
    new LambdaClient({ ...placeOf(backend), credentials }).send(
      new InvokeCommand({
        FunctionName: deployed(backend, 'AWS::Lambda::Function').find((name) =>
          name.includes('removegenerations'),
        ),
        Payload: Buffer.from(JSON.stringify({ arguments: { ids: [jobId] } })),
      }),
    ),
  Bedrock: (backend, credentials) =>
    new BedrockRuntimeClient({
      ...placeOf(backend),
      credentials,
      // The client's own choice is HTTP/2, which needs TLS.
      requestHandler: new NodeHttpHandler(),
    }).send(
      new InvokeModelCommand({
        modelId: 'amazon.titan-image-generator-v2:0',
        contentType: 'application/json',
        body: '{}',
      }),
    ),
  'AppSync by IAM': signedQuery,
}

/** @returns how a call failed, e.g. `AccessDenied 403`, or `done` when it did not */
export async function failure(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'done'
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } }
    return `${name} ${$metadata?.httpStatusCode}`
  }
}

/** A GraphQL query signed as AWS IAM wants it. @throws Error of the refusal's type and status */
async function signedQuery(backend: Backend, credentials: Keys, jobId: string): Promise<void> {
  const { hostname, host, pathname: path, port } = new URL(backend.outputs.data.url)
  const body = JSON.stringify({ query: `query { getGeneration(id: "${jobId}") { id } }` })
  const { region } = backend
  const signer = new SignatureV4({ credentials, region, service: 'appsync', sha256: Sha256 })
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname,
    port: Number(port),
    path,
    headers: { host, 'content-type': 'application/json' },
    body,
  })
  const answer = await rawRequest(backend, { path, headers, body })
  const { data, errors = [] } = JSON.parse(answer.body) as Partial<Answer>
  if (data?.['getGeneration']) return
  const refusal = new Error('refused')
  refusal.name = errors[0]?.errorType ?? 'Unknown'
  throw Object.assign(refusal, { $metadata: { httpStatusCode: answer.status } })
}
