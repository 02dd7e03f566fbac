// Before the first paint, so that a dark page never flashes white; src/ui/theme.ts takes over.
const stored = localStorage.getItem('repaint.theme')
const prefersDark = matchMedia('(prefers-color-scheme: dark)').matches
document.documentElement.dataset.theme =
  stored === 'dark' || (stored !== 'light' && prefersDark) ? 'dark' : 'light'
