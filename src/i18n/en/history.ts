/** Texts of the history: jobs that were done, and what can be done from them. */
export const historyMessages = {
  history: {
    region: 'History',
    empty: 'Nothing here yet',
    emptyText: 'Every edit you make is kept here, with its settings.',
    failed: 'The history could not be loaded',
    older: 'Show older',
    end: 'That is everything.',
    actions: (name: string) => `Actions for ${name}`,
    openResult: 'Open result',
    openSource: 'Open source',
    runAgain: 'Run again',
    onAnother: 'Run again on another model',
    reuseWords: 'Use its words',
    reuseMask: 'Use its mask',
    reuseSeed: (seed: number) => `Use its seed, ${seed}`,
    reuse: 'Use all its settings',
    asked: (name: string) => `Asked of ${name}. `,
    seed: (seeds: string) => `seed ${seeds}`,
    download: 'Download…',
    downloadOf: (place: number) => `Download result ${place}…`,
    remove: 'Delete',
    removed: 'Deleted from the history.',
    removedBelow: (edits: number) =>
      edits === 1
        ? 'Deleted from the history. 1 edit lies over it and stays as it is.'
        : `Deleted from the history. ${edits} edits lie over it and stay as they are.`,
    removeFailed: 'It could not be deleted.',
    images: (count: number) => (count === 1 ? '1 image' : `${count} images`),
    reused: 'Settings taken over.',
    reusedWords: 'Words taken over.',
    reusedMask: 'Mask taken over.',
    reusedSeed: 'Seed taken over.',
    reusedWithoutWords: 'Settings taken over. The file does not say its prompt.',
    settingsGone: 'Its settings are no longer known.',
  },
} as const
