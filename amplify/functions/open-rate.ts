import { createRequestRate, type RequestRate } from '../store/request-rate.ts'

/** The rate that bounds each person, as the function was told. */
export function openRate(told: {
  readonly settings: { readonly personalRequestsPerMinute: number }
  readonly places: { readonly usageTable: string }
}): RequestRate {
  const perMinute = told.settings.personalRequestsPerMinute
  return createRequestRate(told.places.usageTable, { perMinute, now: Date.now })
}
