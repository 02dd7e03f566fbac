/**
 * Settings of deployments that several suites use. The pace of calls is what its own tests are about;
 * here it would only make others wait.
 */
export const withoutPace = {
  REPAINT_REQUESTS_PER_MINUTE: '*=10000',
  REPAINT_PERSONAL_REQUESTS_PER_MINUTE: '100000',
}

/** What each person may have where the limits are looked at. */
export const dailyImages = 3
export const storedBytes = 900_000

export const withLimits = {
  ...withoutPace,
  REPAINT_DAILY_IMAGES: String(dailyImages),
  REPAINT_STORED_BYTES: String(storedBytes),
}
