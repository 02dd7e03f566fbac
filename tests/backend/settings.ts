/**
 * What functions are told where several suites use it. The pace of calls is what its own tests are
 * about; here it would only make others wait.
 */
export const withoutPace = {
  requestsPerMinute: '*=10000',
  personalRequestsPerMinute: '100000',
}

/** What each person may have where the limits are looked at. */
export const dailyImages = 3
export const storedBytes = 900_000

/**
 * A deployment with short times, of which a synthesis is made: what failed comes again within seconds,
 * and a slow machine's first call is not a failure.
 */
export const shortTimes = {
  modelSeconds: '4',
  runSeconds: '10',
  visibilitySeconds: '11',
  leaseSeconds: '12',
}

export const withLimits = {
  ...withoutPace,
  dailyImages: String(dailyImages),
  storedBytes: String(storedBytes),
}
