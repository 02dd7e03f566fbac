import type { Status } from '#domain/generation/status.ts'

/** `2,000`. */
const inGroups = (count: number) => count.toLocaleString('en')

/** `2nd`, `3rd`, `11th`. */
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' })
const ordinalEndings = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }
const ordinal = (place: number) => `${place}${ordinalEndings[ordinalRules.select(place)]}`

/** Texts of jobs under way, and of the limits that they count in. */
export const jobMessages = {
  jobs: {
    statuses: {
      QUEUED: 'Queued',
      RUNNING: 'Painting',
      WAITING: 'Waiting for the model',
      SUCCEEDED: 'Done',
      PARTIAL: 'Partly done',
      BLOCKED: 'Blocked',
      FAILED: 'Failed',
      CANCELLED: 'Cancelled',
    } satisfies Record<Status, string>,
    place: (place: number) => (place === 1 ? 'next in line' : `${ordinal(place)} in line`),
    goesOnIn: (span: string) => `in about ${span}`,
    goesOnSoon: 'any moment now',
    stopping: 'Stopping…',
    sending: 'Sending',
    waitingForUpload: 'Waiting for the upload',
    waitingForNetwork: 'Waiting for the network',
    refused: 'Not accepted',
    underWay: (count: number) =>
      count === 1 ? '1 job under way' : `${inGroups(count)} jobs under way`,
    cancel: 'Cancel job',
    retry: 'Retry with the same settings',
    view: 'View result',
    elapsed: (text: string) => `Elapsed time ${text}`,
    said: (operation: string, status: string) => `${operation}: ${status}`,
    doneElsewhere: (operation: string) => `${operation} is done.`,
  },

  limits: {
    left: { OWNER_DAY: 'Left today', OWNER_MONTH: 'Left this month' },
    only: (amount: string) => `only ${amount}`,
    images: (count: number) => (count === 1 ? '1 image' : `${inGroups(count)} images`),
    imagesOf: (images: number, most: number) => `${inGroups(images)} of ${inGroups(most)} images`,
    costOf: (cost: string, most: string) => `${cost} of ${most}`,
    passed: {
      OWNER_DAY: 'This would pass your limit for today.',
      OWNER_MONTH: 'This would pass your limit for this month.',
    },
    compare: (left: string, asked: string) => `Left: ${left}. Needed: up to ${asked}.`,
    resets: {
      OWNER_DAY: (span: string) => `The limit resets in about ${span}, at midnight UTC.`,
      OWNER_MONTH: (span: string) =>
        `The limit resets in about ${span}, on the first of the month.`,
    },
    periods: { OWNER_DAY: 'Today', OWNER_MONTH: 'This month' },
  },
} as const
