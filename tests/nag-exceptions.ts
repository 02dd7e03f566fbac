import { AwsSolutionsChecks } from 'cdk-nag'
import type { IConstruct } from 'constructs'

/** A rule of AWS's that a part of the backend is let off, and why. */
type Exception = { readonly rule: RegExp; readonly at: RegExp; readonly why: string }

const anywhere = /./

const exceptions: readonly Exception[] = [
  {
    rule: /IAM4\[Policy::.*AWSLambdaBasicExecutionRole\]/,
    at: anywhere,
    why: 'CDK and Amplify let each function write its log by this policy of AWS, and by no other.',
  },
  {
    rule: /IAM5\[Resource::.*>\/(originals|masks|previews|results|answers|exports|documents)\/(<aws:PrincipalTag\/sub>\/)?\*\]/,
    at: anywhere,
    why: 'No policy can list the ids that keys hold; each statement names its prefix, and people’s their own sub.',
  },
  {
    rule: /IAM5\[Resource::<\w+\.?Arn>:\*\]/,
    at: anywhere,
    why: 'All versions of one function that is named: AppSync’s sources and schedules are given it so.',
  },
  {
    rule: /IAM5\[/,
    at: /CDKBucketDeployment|AmplifyTableManager|AmplifyBranchLinker/,
    why: 'Helpers of Amplify and CDK, at work only during a deployment: schema, tables, link to Hosting.',
  },
  {
    rule: /IAM5\[Resource::.*:table\/\$\{tablename\}\/\*/,
    at: /data\/repaint\//,
    why: 'All indexes of one table that is named, as Amplify lets the API read it.',
  },
  {
    rule: /L1$/,
    at: /AmplifyBranchLinker|CDKBucketDeployment/,
    why: 'Amplify and CDK choose the runtime of their own helpers.',
  },
  {
    rule: /S1$|S10$/,
    at: /modelIntrospectionSchemaBucket|AmplifyCodegenAssetsBucket/,
    why: 'Amplify’s own buckets hold the schema and nothing of people.',
  },
  {
    rule: /COG2$/,
    at: /UserPool/,
    why: 'Each person may add an authenticator app; a deployment may ask for more in Cognito.',
  },
  {
    rule: /COG8$/,
    at: /UserPool/,
    why: 'The Plus tier is paid for each person; passwords are long, and a firewall bounds tries.',
  },
  {
    rule: /ASC3$/,
    at: /GraphQLAPI/,
    why: 'Logs of whole requests would hold what people write; errors are logged without it.',
  },
]

/**
 * Looks for what AWS's rules for solutions do not like below a construct.
 * @returns findings without an exception, and reasons of exceptions that nothing needs
 */
export function unexplained(scope: IConstruct): readonly string[] {
  const { violations } = new AwsSolutionsChecks().validateScope(scope)
  const findings = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map((each) => ({ rule: ruleName, at: each.constructPath ?? '' })),
  )
  const excuses =
    ({ rule, at }: (typeof findings)[number]) =>
    (each: Exception) =>
      each.rule.test(rule) && each.at.test(at)
  return [
    ...findings
      .filter((finding) => !exceptions.some(excuses(finding)))
      .map(({ rule, at }) => `${rule} ${at}`),
    ...exceptions
      .filter((each) => !findings.some((finding) => excuses(finding)(each)))
      .map(({ why }) => `Nothing needs: ${why}`),
  ]
}
