import { BedrockClient } from '@aws-sdk/client-bedrock'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas'
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { STSClient } from '@aws-sdk/client-sts'

/** What all clients of AWS take; without an endpoint AWS's own, or that of the environment. */
export type ClientOptions = {
  readonly endpoint?: string
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

export type Clients = ReturnType<typeof openClients>

/** @param region of the backend; models have their own */
export function openClients(region: string, options: ClientOptions = {}) {
  const own = { ...options, region }
  return {
    region,
    bedrockIn: (modelRegion: string) => new BedrockClient({ ...options, region: modelRegion }),
    quotasIn: (other: string) => new ServiceQuotasClient({ ...options, region: other }),
    cloudFormation: new CloudFormationClient(own),
    dynamo: new DynamoDBClient(own),
    s3: new S3Client({ ...own, forcePathStyle: options.endpoint !== undefined }),
    ses: new SESv2Client(own),
    sts: new STSClient(own),
    userPools: new CognitoIdentityProviderClient(own),
  }
}

/** The Region that the environment or the profile names, as `ampx` reads it. */
export async function regionOfMachine(): Promise<string | undefined> {
  try {
    return await new STSClient().config.region()
  } catch {
    // Nothing names one, which is what the caller has to say.
    return undefined
  }
}
