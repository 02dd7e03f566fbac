import * as z from 'zod'

/**
 * Imported before all else by the page and by each worker: zod would try whether it may make functions
 * from text, which the page's policy refuses and reports.
 */
z.config({ jitless: true })
