import { type CfnResource, Fn, Stack } from 'aws-cdk-lib'
import {
  type CfnIdentityPool,
  CfnIdentityPoolPrincipalTag,
  type IUserPool,
} from 'aws-cdk-lib/aws-cognito'
import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'

const uploads = [
  's3:PutObject',
  's3:GetObject',
  // A large upload goes in parts, which a person may give up or take up again.
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
]

/** What a signed-in person may do with the objects under their own `sub`, by key prefix. */
const ownActions = {
  originals: uploads,
  masks: uploads,
  previews: ['s3:GetObject'],
  results: ['s3:GetObject'],
  exports: ['s3:GetObject'],
  documents: ['s3:PutObject', 's3:GetObject'],
}

/**
 * Binds a person's keys to their account: the token's `sub` becomes a tag of the session, and the
 * policy of signed-in users names that tag, not the identity pool's own id.
 */
export function bindOwnKeys(
  auth: { identityPool: CfnIdentityPool; userPool: IUserPool; signedIn: IRole },
  bucket: IBucket,
): void {
  const stack = Stack.of(auth.identityPool)
  auth.identityPool.allowUnauthenticatedIdentities = false
  // Otherwise the ID token of a deleted account would open sessions until it expires.
  const providers = auth.identityPool.cognitoIdentityProviders
  if (!Array.isArray(providers)) throw new Error('The identity pool has no list of providers.')
  auth.identityPool.cognitoIdentityProviders = providers.map((provider) => ({
    ...provider,
    serverSideTokenCheck: true,
  }))
  // oxlint-disable-next-line no-new -- a construct registers itself with its scope
  new CfnIdentityPoolPrincipalTag(stack, 'SubTag', {
    identityPoolId: auth.identityPool.ref,
    identityProviderName: Fn.sub('cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${pool}', {
      pool: auth.userPool.userPoolId,
    }),
    useDefaults: false,
    principalTags: { sub: 'sub' },
  })
  const role = auth.signedIn.node.defaultChild as CfnResource
  role.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Action', [
    'sts:AssumeRoleWithWebIdentity',
    'sts:TagSession',
  ])
  const statements = Object.entries(ownActions).map(
    ([prefix, actions]) =>
      new PolicyStatement({
        actions,
        resources: [bucket.arnForObjects(`${prefix}/\${aws:PrincipalTag/sub}/*`)],
      }),
  )
  // oxlint-disable-next-line no-new -- a construct registers itself with its scope
  new Policy(stack, 'OwnKeys', { statements, roles: [auth.signedIn] })
}
