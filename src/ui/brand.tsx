/** The brand mark: a picture, with one stroke of it painted anew. */
export function BrandMark({ sizePx = 24 }: { readonly sizePx?: number }) {
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 32 32" aria-hidden="true">
      <rect x="2" y="2" width="28" height="28" rx="8" fill="var(--accent)" />
      <path
        d="M8 21.5c3.6-9 6.4-9.6 7.4-6.6s-2.8 7 .6 7.4 4.2-9.6 8-12.3"
        fill="none"
        stroke="var(--accent-text)"
        strokeWidth="3.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
