import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Rule, and first place, of each violation that axe calls serious or critical. */
export async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    // Without frames of others, axe needs no second page to put its results together.
    .setLegacyMode()
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}
