import { createHash } from 'node:crypto'

/** Where a resource lives: what physical ids and ARNs are made of. */
export type Place = {
  readonly region: string
  readonly accountId: string
  readonly endpoint: string
  readonly stackName: string
}

/** How `Ref` and `Fn::GetAtt` read one resource. */
export type Identity = {
  readonly physicalId: string
  readonly attributes: Readonly<Record<string, unknown>>
}

type Naming = {
  /** `a/b/c` of logical ids: ids derived from it survive restarts. */
  readonly path: string
  readonly place: Place
  /** The evaluated value of a property, read only when it is asked for. */
  readonly property: (name: string) => unknown
}

type Identify = (naming: Naming) => Identity

const byType: Readonly<Record<string, Identify>> = {
  'AWS::S3::Bucket': (naming) => {
    const name =
      given(naming, 'BucketName') ?? `${slug(naming.place.stackName, 30)}-${hash(naming, 16)}`
    const { region } = naming.place
    return {
      physicalId: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      },
    }
  },
  'AWS::SQS::Queue': (naming) => {
    const suffix = naming.property('FifoQueue') === true ? '.fifo' : ''
    const name = given(naming, 'QueueName') ?? `${logicalName(naming, 60)}${suffix}`
    const { endpoint, accountId } = naming.place
    const url = `${endpoint}/${accountId}/${name}`
    return {
      physicalId: url,
      attributes: { Arn: arn(naming, 'sqs', name), QueueName: name, QueueUrl: url },
    }
  },
  'AWS::Lambda::Function': (naming) => {
    const name = given(naming, 'FunctionName') ?? logicalName(naming, 64)
    return { physicalId: name, attributes: { Arn: arn(naming, 'lambda', `function:${name}`) } }
  },
  'AWS::IAM::Role': (naming) => {
    const name = given(naming, 'RoleName') ?? logicalName(naming, 64)
    return {
      physicalId: name,
      attributes: {
        Arn: `arn:aws:iam::${naming.place.accountId}:role/${name}`,
        RoleId: `AROA${hash(naming, 17).toUpperCase()}`,
      },
    }
  },
  'AWS::Cognito::UserPool': (naming) => {
    const id = `${naming.place.region}_${hash(naming, 9)}`
    const provider = `cognito-idp.${naming.place.region}.amazonaws.com/${id}`
    return {
      physicalId: id,
      attributes: {
        Arn: arn(naming, 'cognito-idp', `userpool/${id}`),
        UserPoolId: id,
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
      },
    }
  },
  'AWS::Cognito::UserPoolClient': (naming) => {
    const id = hash(naming, 26)
    return { physicalId: id, attributes: { ClientId: id, Name: id } }
  },
  'AWS::Cognito::IdentityPool': (naming) => {
    const id = `${naming.place.region}:${uuid(naming)}`
    return { physicalId: id, attributes: { Id: id, Name: slug(naming.path, 60) } }
  },
  'AWS::AppSync::GraphQLApi': (naming) => {
    const id = hash(naming, 26)
    const own = arn(naming, 'appsync', `apis/${id}`)
    const url = `${naming.place.endpoint}/appsync/${id}/graphql`
    return {
      physicalId: own,
      attributes: { Arn: own, ApiId: id, GraphQLUrl: url, RealtimeUrl: `${url}/realtime` },
    }
  },
  'AWS::AppSync::ApiKey': (naming) => {
    const key = `da2-${hash(naming, 26)}`
    return { physicalId: key, attributes: { ApiKey: key, ApiKeyId: key } }
  },
  'AWS::AppSync::DataSource': (naming) => {
    const name = String(naming.property('Name'))
    const own = arn(
      naming,
      'appsync',
      `apis/${String(naming.property('ApiId'))}/datasources/${name}`,
    )
    return { physicalId: own, attributes: { Name: name, DataSourceArn: own } }
  },
  'AWS::AppSync::FunctionConfiguration': (naming) => {
    const id = hash(naming, 26)
    const own = arn(naming, 'appsync', `apis/${String(naming.property('ApiId'))}/functions/${id}`)
    return { physicalId: own, attributes: { FunctionId: id, FunctionArn: own } }
  },
  'Custom::AmplifyDynamoDBTable': (naming) => tableIdentity(naming, 'tableName'),
  'AWS::DynamoDB::Table': (naming) => tableIdentity(naming, 'TableName'),
  'AWS::SSM::Parameter': (naming) => {
    const name = given(naming, 'Name') ?? `/${logicalName(naming, 100)}`
    return { physicalId: name, attributes: { Value: naming.property('Value'), Type: 'String' } }
  },
  'AWS::Scheduler::Schedule': (naming) => {
    const name = given(naming, 'Name') ?? logicalName(naming, 64)
    return {
      physicalId: name,
      attributes: { Arn: arn(naming, 'scheduler', `schedule/default/${name}`) },
    }
  },
  'AWS::Events::Rule': (naming) => {
    const name = given(naming, 'Name') ?? logicalName(naming, 64)
    return { physicalId: name, attributes: { Arn: arn(naming, 'events', `rule/${name}`) } }
  },
  'AWS::SNS::Topic': (naming) => {
    const name = given(naming, 'TopicName') ?? logicalName(naming, 64)
    const own = arn(naming, 'sns', name)
    return { physicalId: own, attributes: { TopicArn: own, TopicName: name } }
  },
  'AWS::Lambda::LayerVersion': (naming) => {
    const own = arn(naming, 'lambda', `layer:${logicalName(naming, 64)}:1`)
    return { physicalId: own, attributes: { LayerVersionArn: own } }
  },
  'AWS::StepFunctions::StateMachine': (naming) => {
    const name = logicalName(naming, 64)
    const own = arn(naming, 'states', `stateMachine:${name}`)
    return { physicalId: own, attributes: { Arn: own, Name: name } }
  },
  'AWS::Bedrock::Guardrail': (naming) => {
    const id = hash(naming, 12)
    const own = arn(naming, 'bedrock', `guardrail/${id}`)
    return {
      physicalId: own,
      attributes: { GuardrailId: id, GuardrailArn: own, Version: 'DRAFT', Status: 'READY' },
    }
  },
  'AWS::Bedrock::GuardrailVersion': (naming) => {
    const own = String(naming.property('GuardrailIdentifier'))
    const id = own.slice(own.lastIndexOf('/') + 1)
    return { physicalId: `${id}|1`, attributes: { GuardrailId: id, Version: '1' } }
  },
  'Custom::CDKBucketDeployment': (naming) => ({
    physicalId: logicalName(naming, 64),
    attributes: {
      DestinationBucketArn: `arn:aws:s3:::${String(naming.property('DestinationBucketName'))}`,
    },
  }),
}

/**
 * The physical id and attributes of a resource, derived from where it stands in the template.
 * A type that is not listed gets an id, and an ARN that no service knows.
 */
export function identify(type: string, naming: Naming): Identity {
  const known = byType[type]
  if (known) return known(naming)
  const name = logicalName(naming, 64)
  return {
    physicalId: name,
    attributes: { Arn: arn(naming, 'unknown', name), Id: name, Name: name },
  }
}

function tableIdentity(naming: Naming, property: string): Identity {
  const name = given(naming, property) ?? logicalName(naming, 100)
  const own = arn(naming, 'dynamodb', `table/${name}`)
  const stream = `${own}/stream/2020-01-01T00:00:00.000`
  return {
    physicalId: name,
    attributes: {
      Arn: own,
      TableArn: own,
      TableName: name,
      StreamArn: stream,
      TableStreamArn: stream,
    },
  }
}

function arn({ place }: Naming, service: string, resource: string): string {
  return `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`
}

function given(naming: Naming, property: string): string | undefined {
  const value = naming.property(property)
  return typeof value === 'string' ? value : undefined
}

/** As CloudFormation names things: the logical id and a suffix that makes it unique. */
function logicalName(naming: Naming, length: number): string {
  const last = naming.path.slice(naming.path.lastIndexOf('/') + 1)
  return `${last.slice(0, length - 13)}-${hash(naming, 12)}`
}

function slug(text: string, length: number): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, length)
    .replace(/-$/, '')
}

/** Base-36 digits of a digest of the path, so that ids look and sort like AWS's. */
function hash({ path, place }: Naming, length: number): string {
  const digest = createHash('sha256').update(`${place.stackName}/${path}`).digest('hex')
  return BigInt(`0x${digest}`).toString(36).slice(0, length).padStart(length, '0')
}

function uuid({ path }: Naming): string {
  const hex = createHash('sha256').update(path).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
