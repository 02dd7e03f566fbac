/** Texts of layers: regions of a picture, and what was made for them. */
export const layerMessages = {
  layers: {
    title: 'Layers',
    newRegion: 'New region',
    help: 'Ask for more of the same, with other words, or with a changed mask. The results join those below.',
    more: 'More like this',
    show: (name: string) => `Show ${name}`,
    hide: (name: string) => `Hide ${name}`,
    actions: (name: string) => `Actions for layer ${name}`,
    opacity: 'Opacity',
    up: 'Move up',
    down: 'Move down',
    remove: 'Delete layer',
    several: (status: string, count: number) => `${status} · ${count} jobs`,
    making: 'In the making…',
    elsewhere: 'Under way elsewhere',
    unsent: 'It was never sent',
    unsentText: 'The page went away before the request left. Nothing was charged.',
    askAgain: 'Ask again',
    changeWords: 'Change the words',
  },

  compareViews: {
    label: 'Compare',
    OFF: 'As it is',
    SLIDER: 'Slider',
    SIDE_BY_SIDE: 'Side by side',
    before: 'Before',
    after: 'After',
    line: 'Where before ends and after begins',
  },
} as const
