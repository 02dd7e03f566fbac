import { type Deployment, environmentName, hostingOrigin } from '../../amplify/deployment.ts'
import { minAtOnce } from '../../amplify/settings.ts'
import { unreachable } from '../../domain/errors.ts'
import { quotaOf } from '../../domain/usage/quota.ts'
import { type Finding, missing, warning } from './finding.ts'
import type { Account, CalledModel, ModelAccess, Quota } from './read-account.ts'

/** The deployment in question, and who looks at it. */
export type Subject = {
  readonly deployment: Deployment
  /** Of this machine, e.g. `20.20.2`. */
  readonly node: string
  readonly region: string | undefined
  /** Of a branch in Amplify Hosting; `undefined` for a developer's own deployment. */
  readonly branch: { readonly appId: string; readonly name: string } | undefined
}

/** Of the functions at once, what people's own calls and the schedules need beside the workers. */
const roomForPeople = 2

/**
 * Says what is missing or will surprise, worst first.
 * @param account what AWS says of it; `undefined` when no credentials answered
 */
export function findingsOf(subject: Subject, account: Account | undefined): readonly Finding[] {
  const found = [
    ...ofMachine(subject),
    ...ofBranch(subject),
    ...(account ? ofAccount(subject, account) : noAccount),
  ]
  return found.toSorted((a, b) => Number(a.level === 'WARNING') - Number(b.level === 'WARNING'))
}

const noAccount = [
  missing(
    'No AWS credentials answer.',
    'aws login, or aws configure sso, then export AWS_PROFILE=…',
  ),
]

function ofMachine({ node, region, deployment }: Subject): Finding[] {
  const [major = 0, minor = 0] = node.split('.').map(Number)
  const isOld = major < 20 || (major === 20 && minor < 19)
  return [
    ...(isOld
      ? [missing(`Node ${node} is too old for the packages of the lockfile.`, 'nvm install 22')]
      : []),
    ...(region === undefined
      ? [missing('No Region is set for the backend.', 'export AWS_REGION=eu-west-1')]
      : []),
    ...(deployment.signUp.join() === 'closed'
      ? [
          warning(
            'Nobody can sign up: the deployment does not say who may.',
            'export REPAINT_SIGN_UP=you@example.com',
          ),
        ]
      : []),
    ...(deployment.alarmEmail === ''
      ? [warning('Alarms are mailed to nobody.', 'export REPAINT_ALARM_EMAIL=you@example.com')]
      : []),
  ]
}

function ofBranch({ branch }: Subject): Finding[] {
  if (!branch || /^[a-z0-9-]+$/.test(branch.name)) return []
  const says = `The branch ${branch.name} has the address ${hostingOrigin(branch.appId, branch.name)}, and links are to be written so.`
  return [
    warning(says, `git branch -m ${branch.name.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}`),
  ]
}

function ofAccount(subject: Subject, account: Account): Finding[] {
  const { region = '' } = subject
  return [
    ...(account.isBootstrapped === false
      ? [
          missing(
            `The account ${account.id} is not prepared for CDK in ${region}.`,
            `npx aws-cdk@2 bootstrap aws://${account.id}/${region}`,
          ),
        ]
      : []),
    ...ofModels(account),
    ...ofConcurrency(subject, account),
    ...ofModelQuotas(subject, account),
    ...ofMail(subject, account),
    ...ofRemains(subject, account),
    ...account.unread.map((what) =>
      warning(`${what} could not be looked at.`, 'aws sts get-caller-identity, and ask its owner'),
    ),
  ]
}

function ofModels({ models = [] }: Account): Finding[] {
  return models.flatMap((each) => ofModel(each) ?? [])
}

function ofModel({ card, region, access }: ModelAccess): Finding | undefined {
  const at = `--region ${region} --model-id ${card.id}`
  switch (access) {
    case 'OPEN':
    case 'NOT_HERE':
      // A model that is gone is routed around, and the daily check says so.
      return undefined
    case 'PENDING':
      return warning(
        `The subscription to ${card.name} is being made; it may take 15 minutes.`,
        `aws bedrock get-foundation-model-availability ${at}`,
      )
    case 'NOT_AUTHORIZED':
      return missing(
        `The account may not use ${card.name} in ${region}: it has no payment method, or its organisation forbids it.`,
        'https://console.aws.amazon.com/billing/home#/paymentpreferences',
      )
    case 'NO_AGREEMENT':
      return missing(
        `The account has not subscribed to ${card.name} in ${region}, which no function of ours may do.`,
        `aws bedrock create-foundation-model-agreement ${at} --offer-token "$(aws bedrock list-foundation-model-agreement-offers ${at} --query 'offers[0].offerToken' --output text)"`,
      )
    default:
      return unreachable(access)
  }
}

function ofConcurrency({ deployment, region = '' }: Subject, { lambdaQuotas }: Account): Finding[] {
  const quota = lambdaQuotas?.find(({ code }) => code === 'L-B99A9384')
  if (!quota) return []
  const { concurrency, exportConcurrency, ingestConcurrency } = deployment
  const workers = concurrency + exportConcurrency + ingestConcurrency + minAtOnce
  if (workers + roomForPeople <= quota.value) return []
  return [
    missing(
      `The account runs ${quota.value} functions at once; workers alone may take ${workers}, and people's calls then fail.`,
      `aws service-quotas request-service-quota-increase --region ${region} --service-code lambda --quota-code ${quota.code} --desired-value 1000`,
    ),
  ]
}

/** Where the account takes fewer requests than the card says, jobs would only be turned away. */
function ofModelQuotas({ deployment }: Subject, { models = [], modelQuotas }: Account): Finding[] {
  const wanted = quotaOf(deployment.requestsPerMinute)
  const lower = models.flatMap((model) => {
    const quota = modelQuota(model, modelQuotas?.[model.region] ?? [])
    return quota && quota.value < wanted(model.card.id) ? [{ model, quota }] : []
  })
  if (lower.length === 0) return []
  const rest = deployment.requestsPerMinute.filter((each) =>
    lower.every(({ model }) => !each.startsWith(`${model.card.id}=`)),
  )
  const set = lower.map(({ model, quota }) => `${model.card.id}=${Math.max(1, quota.value)}`)
  const names = lower.map(({ model, quota }) => `${model.card.name} ${quota.value}`).join(', ')
  return [
    warning(
      `The account takes fewer requests a minute than the deployment counts on: ${names}.`,
      `export ${environmentName('requestsPerMinute')}='${[...rest, ...set].join(',')}'`,
    ),
  ]
}

/** Quotas name a model in their sentence, and say whether they are of its profile. */
function modelQuota({ card }: CalledModel, quotas: readonly Quota[]): Quota | undefined {
  const name = card.name.replace(/^Stability /, '')
  const way = card.profile ? /cross-region/i : /on-demand/i
  return quotas.find(
    (quota) =>
      way.test(quota.name) && /requests per minute/i.test(quota.name) && quota.name.includes(name),
  )
}

function ofMail({ deployment, region = '' }: Subject, { mail }: Account): Finding[] {
  const { mailFrom } = deployment
  if (mailFrom === '') {
    return [
      warning(
        'Cognito mails 50 codes a day by itself, sign-ups and resets together.',
        'export REPAINT_MAIL_FROM=codes@example.org, of a domain that SES has verified',
      ),
    ]
  }
  if (!mail) return []
  const domain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1)
  return [
    ...(mail.isVerified
      ? []
      : [
          missing(
            `SES has not verified ${domain} in ${region}, so that nobody would get a code.`,
            `aws sesv2 create-email-identity --region ${region} --email-identity ${domain}`,
          ),
        ]),
    ...(mail.mailsEverybody
      ? []
      : [
          missing(
            `SES mails verified addresses only in ${region}: the account is in its sandbox.`,
            `aws sesv2 put-account-details --region ${region} --production-access-enabled --mail-type TRANSACTIONAL --website-url https://example.org`,
          ),
        ]),
  ]
}

function ofRemains({ branch }: Subject, { remains }: Account): Finding[] {
  const kept = remains?.kept ?? []
  if (kept.length === 0) return []
  const names = kept.map(({ id }) => id).join(', ')
  const of = branch ? `--app-id ${branch.appId} --branch ${branch.name}` : '--app-id … --branch …'
  return [
    warning(
      `Deployments that failed or were deleted left behind: ${names}.`,
      `npm run clean-up -- ${of}`,
    ),
  ]
}
