/** The one key of the models that were added, and the secret that holds it. */
export const imagesKey = 'sk-never-to-be-seen-4f1d'
export const imagesKeyName = 'OWN_IMAGES_KEY'

/** Where the suite of models that a deployment added serves them; other suites serve none. */
export const imagesPort = 5299

/** The setting that adds models of an endpoint on this machine. */
export function endpointsAt(port: number): string {
  return JSON.stringify([
    {
      name: 'own',
      url: `http://127.0.0.1:${port}/v1`,
      key: imagesKeyName,
      asksForBase64: false,
      models: [
        { model: 'exact', mask: 'ALPHA', references: 4, priceMicros: 40_000 },
        { model: 'repainter', references: 2, priceMicros: 0 },
      ],
    },
    // Nobody ever listens there.
    {
      name: 'gone',
      url: 'http://127.0.0.1:9/v1',
      key: imagesKeyName,
      models: [{ model: 'any', priceMicros: 0 }],
    },
  ])
}

/** A setting of which a synthesis is made, the same wherever models are added. */
export const ownModels = { imageEndpoints: endpointsAt(imagesPort) }

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
  ...ownModels,
  previewModels: 'amazon.nova-2-omni-v1:0',
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
