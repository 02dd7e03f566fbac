/**
 * Settings of deployments that several suites use. The pace of calls is what its own tests are about;
 * here it would only make others wait.
 */
export const imagesPort = 5299
export const imagesKey = 'sk-never-to-be-seen-4f1d'

/** Models behind an endpoint of the deployment's own; only their own suite serves it. */
const ownEndpoint = {
  name: 'own',
  url: `http://127.0.0.1:${imagesPort}/v1`,
  key: 'OWN_IMAGES_KEY',
  asksForBase64: false,
  models: [
    { model: 'exact', mask: 'ALPHA', references: 4, priceMicros: 40_000 },
    { model: 'repainter', references: 2, priceMicros: 0 },
  ],
}

export const withoutPace = {
  REPAINT_IMAGE_ENDPOINTS: JSON.stringify([ownEndpoint]),
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
