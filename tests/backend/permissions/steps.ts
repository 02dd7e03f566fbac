import { attackSteps } from './attack-steps.ts'
import { jobSteps } from './job-steps.ts'
import { modelSteps } from './model-steps.ts'
import type { Need, Permission } from './names.ts'
import { objectSteps } from './object-steps.ts'
import { removalSteps } from './removal-steps.ts'
import type { World } from './world.ts'

/** Something that a person, the backend or an attacker does, and the statements that decide it. */
export type Step = {
  readonly name: string
  /** Allows: without any one of them it fails. Denies: with any one of them it fails. */
  readonly needs: readonly Need[]
  /** Whether it must not succeed; what it needs are the statements that stop it. */
  readonly isAttack?: boolean
  /** @throws Error when it does not succeed */
  run(world: World): Promise<void>
}

export const steps: readonly Step[] = [
  ...objectSteps,
  ...jobSteps,
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
