import { attackSteps } from './attack-steps.ts'
import { documentSteps } from './document-steps.ts'
import { exportSteps } from './export-steps.ts'
import { jobSteps } from './job-steps.ts'
import { modelSteps } from './model-steps.ts'
import type { Permission } from './names.ts'
import { objectSteps } from './object-steps.ts'
import { removalSteps } from './removal-steps.ts'
import type { Step } from './step.ts'

export const steps: readonly Step[] = [
  ...objectSteps,
  ...jobSteps,
  ...exportSteps,
  ...documentSteps,
  ...modelSteps,
  ...removalSteps,
  ...attackSteps,
]

type Exception = { readonly why: string; readonly fits: (permission: Permission) => boolean }

/** Statements that nothing here can need, and why they are there all the same. */
export const excepted: readonly Exception[] = [
  {
    why: 'Writing logs. The sandbox keeps them itself; deployed, a function without it works unseen.',
    fits: ({ id }) => id.includes('/AWSLambdaBasicExecutionRole/'),
  },
  {
    why: 'Helpers of Amplify and CDK, which run while CloudFormation deploys or deletes.',
    fits: ({ roleArn, who, id }) =>
      roleArn !== undefined && deploymentHelpers.test(who) && !id.includes('/AWSLambda'),
  },
  {
    why: 'Lets such a helper empty a bucket before a developer’s own deployment is deleted.',
    fits: ({ statement }) => JSON.stringify(statement.Principal ?? '').includes('S3AutoDelete'),
  },
  {
    why: 'Amplify makes a role for guests. It may do nothing, and the identity pool admits none.',
    fits: ({ who }) => who === 'guest',
  },
]

const deploymentHelpers =
  /^(CustomS3AutoDelete|CustomCDKBucketDeployment|AmplifyManagedTable|AmplifyTableWaiter|BucketNotificationsHandler)/
