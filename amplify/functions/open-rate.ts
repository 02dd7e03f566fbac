import { createRequestRate, type RequestRate } from '../store/request-rate.ts'
import { environmentSchema } from './environment.ts'

/** The rate that bounds each person, as this function's environment says. @throws ZodError */
export function openRate(): RequestRate {
  const environment = environmentSchema
    .pick({ USAGE_TABLE: true, PERSONAL_REQUESTS_PER_MINUTE: true })
    .parse(process.env)
  const perMinute = environment.PERSONAL_REQUESTS_PER_MINUTE
  return createRequestRate(environment.USAGE_TABLE, { perMinute, now: Date.now })
}
