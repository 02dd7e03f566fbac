/** Texts of what can be done to a picture, or towards a new one. */
export const operationMessages = {
  aims: {
    label: 'Edits of the whole picture',
    groups: {
      words: 'Change by words',
      surroundings: 'Frame and surroundings',
      whole: 'The whole picture',
    },
  },

  extend: {
    shapes: 'Extend to a shape',
    reset: 'Reset',
    sides: { left: 'Left, px', right: 'Right, px', up: 'Top, px', down: 'Bottom, px' },
    becomes: (width: number, height: number) => `The picture becomes ${width} × ${height}.`,
    edge: 'Where new meets old',
    edges: {
      EXACT: { name: 'Exact', hint: 'Every pixel of the picture stays as it is.' },
      SEAMLESS: { name: 'Seamless', hint: 'A narrow band along the old edge may change.' },
    },
  },

  picks: {
    STYLE: { label: 'Style picture', hint: 'Choose a style picture' },
    STRUCTURE: { label: 'Picture to follow', hint: 'Choose a picture' },
    COLOR_GUIDED: { label: 'Reference (optional)', hint: 'Add a picture' },
    VARIATION: { label: 'Mix in (optional)', hint: 'Add a picture' },
    INSTRUCT: { label: 'Pictures that your words name (optional)', hint: 'Add picture 2' },
    numbered: (place: number) => `${place}. `,
    another: 'Add another',
    none: 'No other pictures yet. Bring one from this device.',
    upload: 'From this device',
    remove: (name: string) => `Take out ${name}`,
  },

  models: {
    region: 'About models',
    ending: (name: string, date: string, days: number) =>
      `${name} ends on ${date}${days === 0 ? ', today' : days === 1 ? ', tomorrow' : `, in ${days} days`}. After that another model takes its work.`,
    retired: (name: string) => `${name} has ended. Another model takes its work from now on.`,
  },

  model: {
    label: 'Model',
    change: (name: string) => `Model: ${name}. Change`,
    cost: 'Price',
    title: 'Choose a model',
    automatic: 'Automatic',
    automaticHint: (name: string) => (name ? `The best one here: ${name}` : 'The best one here'),
    automaticEnded: (name: string) =>
      `${name}, which this deployment prefers though it has ended. Offline a stand-in speaks for it.`,
    barred: 'Not available here',
    unable: (count: number) => `${count} more cannot do this`,
    price: (price: string) => `${price} an image`,
    prices: (least: string, most: string) => `${least} to ${most} an image`,
    endOfLife: (date: string) => `end of life ${date}`,
  },
} as const
