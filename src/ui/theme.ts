/** Which colours the app wears: what the device prefers, or a fixed choice of this device. */
export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

const storageKey = 'repaint.theme'
const darkQuery = '(prefers-color-scheme: dark)'

/** @returns the choice stored on this device; anything unknown counts as `system` */
export function readThemeChoice(): ThemeChoice {
  const stored = localStorage.getItem(storageKey)
  return themeChoices.find((choice) => choice === stored) ?? 'system'
}

/** Stores the choice and shows it at once. */
export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(storageKey, choice)
  showTheme(choice)
}

/** Shows the stored choice and follows the device's preference while it says `system`. */
export function followTheme(): void {
  showTheme(readThemeChoice())
  matchMedia(darkQuery).addEventListener('change', () => showTheme(readThemeChoice()))
}

function showTheme(choice: ThemeChoice): void {
  const isDark = choice === 'dark' || (choice === 'system' && matchMedia(darkQuery).matches)
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
}
