/** The name under which CloudWatch keeps the metrics of this product. */
export const metricsNamespace = 'Repaint'

/** Dimensions that all of them have: the product, and the deployment whose they are. */
export const metricsService = 'repaint'
export const deploymentDimension = 'deployment'

/** The variable of a function's environment that holds `Deployment.name`. */
export const deploymentVariable = 'deploymentName'
