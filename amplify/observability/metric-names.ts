/** The name under which CloudWatch keeps the metrics of this product. */
export const metricsNamespace = 'Repaint'

/** The dimension that all of them have. */
export const metricsService = 'repaint'
