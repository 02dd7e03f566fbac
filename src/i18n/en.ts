import type { ErrorCode } from '#domain/errors.ts'
import type { Status } from '#domain/generation/status.ts'
import { operationMessages } from './operations.en.ts'

/** `2,000`. */
const inGroups = (count: number) => count.toLocaleString('en')

/** `2nd`, `3rd`, `11th`. */
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' })
const ordinalEndings = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }
const ordinal = (place: number) => `${place}${ordinalEndings[ordinalRules.select(place)]}`

/** Every text of the app around the editor. Other languages satisfy `Messages`. */
const en = {
  appName: 'Repaint',
  tagline: 'Change one thing. Keep everything else.',
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  retry: 'Try again',
  dismiss: 'Dismiss',
  loading: 'Loading…',
  notifications: 'Notifications',
  announcements: 'Announcements',

  signIn: {
    regionLabel: 'Sign in to Repaint',
    hint: 'Paint over part of a photo, say what should be there, and only that part changes.',
    localHint: 'This runs on your machine. Mailed codes appear in the local inbox:',
    inbox: 'Open the local inbox',
    points: ['Edits stay inside your mask', 'Full resolution, lossless', 'Every version kept'],
  },

  setup: {
    title: 'No backend is connected yet',
    intro: 'Repaint needs a backend before anyone can sign in. Choose one:',
    localTitle: 'On this machine',
    localText: 'Runs the whole backend here: no AWS account, no network.',
    cloudTitle: 'In your AWS account',
    cloudText: 'Deploys a personal sandbox and writes amplify_outputs.json; then start Vite again.',
  },

  fault: {
    title: 'This part of Repaint stopped working',
    text: 'Your work is saved. Reloading the page brings it back.',
    reload: 'Reload the page',
    again: 'Show it again',
  },

  top: {
    newPicture: 'New picture',
    library: 'Library',
    history: 'History',
    shortcuts: 'Keyboard shortcuts',
    untitled: 'Untitled picture',
    rename: 'Rename picture',
    download: 'Download picture',
    closed: 'Picture closed.',
  },

  link: {
    live: 'Live',
    connecting: 'Connecting',
    'catching-up': 'Catching up',
    offline: 'Offline',
    explain: {
      live: 'Changes on your other devices appear here at once.',
      connecting: 'Trying to reach the server. Your work is kept on this device.',
      'catching-up': 'Fetching what changed while the connection was away.',
      offline: 'You are offline. Keep masking: requests are sent when you are back.',
    },
  },

  canvas: {
    label: (title: string) => `Editing ${title}`,
    opening: 'Opening the picture…',
    failed: 'This picture could not be opened',
    backToStart: 'Back to start',
  },

  start: {
    title: 'What will you repaint?',
    dropTitle: 'Drop a picture here',
    dropText: 'or paste one from the clipboard. PNG, JPEG or WebP, up to 100 megapixels.',
    pick: 'Choose a picture',
    file: 'Picture files',
    dropNow: 'Let go to open it',
    describe: 'Or describe a new picture',
    samples: 'Try a sample',
    openSample: (title: string) => `Open sample: ${title}`,
    recent: 'Your pictures',
    all: 'See all',
    reading: 'Reading the picture…',
    refused: (name: string, reason: string) => `${name}: ${reason}`,
    sampleFailed: 'The sample could not be loaded. Check your connection and try again.',
  },

  upload: {
    sending: (percent: number) => `Uploading, ${percent}%`,
    processing: 'Preparing…',
    failed: 'Upload failed',
    rejected: 'Not accepted',
    cancel: 'Cancel upload',
    retry: 'Retry upload',
    remove: 'Take off the list',
    status: 'Uploads',
  },

  generate: {
    region: 'Edit with words',
    titles: {
      GENERATE: 'Create a picture',
      PAINT_FIRST: 'Edit',
      REMOVE: 'Remove',
      REPLACE: 'Replace',
    },
    actions: { REMOVE: 'Remove' },
    startFrom: 'Start from',
    back: 'All edits',
    others: 'Other edits',
    help: {
      PAINT_FIRST:
        'Paint over the part to change, and only that part changes. Or choose an edit of the whole picture.',
      REMOVE:
        'The painted part will be removed and filled in. Type to put something there instead.',
      REPLACE: 'The painted part will become what you describe. Everything else stays.',
    },
    optional: ' (optional)',
    promptOptional: 'Prompt (leave empty to remove)',
    placeholders: { GENERATE: 'A lighthouse on a cliff at dusk, long exposure' },
    count: 'Variations',
    advanced: 'Advanced',
    negative: 'Avoid',
    negativePlaceholder: 'Things that should not appear',
    seed: 'Seed',
    seedRandom: (most: number) => `Random, or 0 to ${most}`,
    seedHint: 'The same seed repeats a result',
    keepPrompt: 'Prompt in the file',
    keepPromptHint: 'Whoever gets the result can read it. Otherwise only your history has it.',
    quality: 'Quality',
    qualities: { STANDARD: 'Standard', PREMIUM: 'Premium' },
    size: 'Size',
    sizeLabel: (width: number, height: number) => `${width} × ${height}`,
    ratioLabel: (ratio: string, width: number, height: number) =>
      `${ratio} (about ${width} × ${height})`,
    search: 'Find',
    searchPlaceholder: 'The red umbrella',
    guide: 'Keep',
    guides: {
      EDGES: { name: 'Edges', hint: 'Follows the lines of the picture.' },
      REGIONS: { name: 'Regions', hint: 'Follows what is where, more loosely.' },
    },
    mode: 'Way',
    modes: {
      FAST: { name: 'Fast', hint: 'Four times each side, in seconds. Adds nothing.' },
      CONSERVATIVE: { name: 'Faithful', hint: 'Up to 4K. Sharpens and keeps to the picture.' },
      CREATIVE: { name: 'Creative', hint: 'Up to 4K. Invents detail where there is little.' },
    },
    preset: 'Style',
    presetInstead: 'Or a style by name',
    noPreset: 'None',
    shares: {
      strength: 'Strength',
      similarity: 'Similarity',
      creativity: 'Creativity',
    },
    colors: 'Colours',
    colorsCount: (count: number, most: number) => `${count} of ${most}`,
    color: (place: number, value: string) => `Colour ${place}, ${value}`,
    addColor: 'Add a colour',
    removeColor: (place: number) => `Remove colour ${place}`,
    priceUpTo: (price: string) => `up to ${price}`,
    priceSum: (count: number, each: string, sum: string) => `${count} × ${each} = ${sum}`,
    characters: (used: number, most: number) => `${used} / ${most}`,
    preparing: 'Preparing the mask…',
    clearSeed: 'Use a random seed',
    submitKeys: 'Ctrl + Enter',
    noModel:
      'No AI model is running. A classical stand-in on this machine fills in and draws, so that everything else can be tried.',
  },

  ...operationMessages,

  jobs: {
    title: 'In progress',
    statuses: {
      QUEUED: 'Queued',
      RUNNING: 'Painting',
      WAITING: 'Waiting for the model',
      SUCCEEDED: 'Done',
      PARTIAL: 'Partly done',
      BLOCKED: 'Blocked',
      FAILED: 'Failed',
      CANCELLED: 'Cancelled',
    } satisfies Record<Status, string>,
    place: (place: number) => (place === 1 ? 'next in line' : `${ordinal(place)} in line`),
    goesOnIn: (span: string) => `in about ${span}`,
    goesOnSoon: 'any moment now',
    stopping: 'Stopping…',
    sending: 'Sending',
    waitingForUpload: 'Waiting for the upload',
    waitingForNetwork: 'Waiting for the network',
    refused: 'Not accepted',
    cancel: 'Cancel job',
    retry: 'Retry with the same settings',
    view: 'View result',
    elapsed: (text: string) => `Elapsed time ${text}`,
    operations: {
      TEXT_TO_IMAGE: 'Generate',
      INPAINT: 'Replace',
      ERASE: 'Remove',
      OUTPAINT: 'Extend',
      PRECISE_OUTPAINT: 'New surroundings',
      VARIATION: 'Vary',
      REMOVE_BACKGROUND: 'Remove background',
      COLOR_GUIDED: 'Generate by colours',
      STRUCTURE: 'Generate by structure',
      REPLACE: 'Find and replace',
      RECOLOR: 'Recolour',
      STYLE: 'Restyle',
      UPSCALE: 'Enlarge',
    },
    said: (operation: string, status: string) => `${operation}: ${status}`,
    doneElsewhere: (operation: string) => `${operation} is done.`,
  },

  candidates: {
    region: 'Results',
    choose: (index: number, count: number) => `Result ${index} of ${count}`,
    previous: 'Previous result',
    next: 'Next result',
    compare: 'Hold to compare',
    accept: 'Accept',
    openResult: 'Open in editor',
    discard: 'Discard',
    missing: (count: number) =>
      count === 1 ? 'One more could not be made.' : `${count} more could not be made.`,
    loading: 'Loading the result…',
    failed: 'This result could not be loaded.',
  },

  history: {
    region: 'History',
    empty: 'Nothing here yet',
    emptyText: 'Every edit you make is kept here, with its settings.',
    failed: 'The history could not be loaded',
    older: 'Show older',
    end: 'That is everything.',
    untitled: {
      TEXT_TO_IMAGE: 'New picture',
      INPAINT: 'Replaced',
      ERASE: 'Removed',
      OUTPAINT: 'Extended',
      PRECISE_OUTPAINT: 'New surroundings',
      VARIATION: 'Variation',
      REMOVE_BACKGROUND: 'Without background',
      COLOR_GUIDED: 'By colours',
      STRUCTURE: 'By structure',
      REPLACE: 'Found and replaced',
      RECOLOR: 'Recoloured',
      STYLE: 'New style',
      UPSCALE: 'Enlarged',
    },
    actions: (name: string) => `Actions for ${name}`,
    openResult: 'Open result',
    openSource: 'Open source',
    reuse: 'Use these settings',
    asked: (name: string) => `Asked of ${name}. `,
    seed: (seeds: string) => `seed ${seeds}`,
    download: 'Download…',
    remove: 'Delete',
    removed: 'Deleted from the history.',
    removeFailed: 'It could not be deleted.',
    images: (count: number) => (count === 1 ? '1 image' : `${count} images`),
    reused: 'Settings taken over.',
    reusedWithoutWords: 'Settings taken over. The file does not say its prompt.',
    settingsGone: 'Its settings are no longer known.',
  },

  download: {
    title: 'Download',
    lossless: 'PNG',
    losslessHint: 'Lossless, full resolution',
    jpeg: 'JPEG',
    jpegHint: 'Smaller, for sharing',
    webp: 'WebP',
    webpHint: 'Smallest',
    original: 'Original file',
    originalHint: 'Exactly as uploaded',
    working: 'Preparing the file…',
    failed: 'The download failed.',
  },

  library: {
    title: 'Your pictures',
    empty: 'No pictures yet',
    emptyText: 'Pictures you upload or accept as results appear here.',
    failed: 'Your pictures could not be loaded',
    open: (title: string) => `Open ${title}`,
    actions: (title: string) => `Actions for ${title}`,
    rename: 'Rename',
    favourite: 'Add to favourites',
    unfavourite: 'Remove from favourites',
    remove: 'Delete',
    removed: 'Picture deleted.',
    removeFailed: 'The picture could not be deleted.',
    renameTitle: 'Rename picture',
    name: 'Name',
    save: 'Save',
    favouritesOnly: 'Favourites',
    everything: 'All pictures',
    filter: 'Show',
    untitled: 'Untitled',
    result: 'Result',
    older: 'Show older',
    reuse: 'Use its settings',
    madeHere: (operation: string | undefined) =>
      operation ? `Made with Repaint: ${operation}.` : 'Made with Repaint.',
    rejected: 'Not accepted',
    saveFailed: 'The change could not be saved.',
  },

  limits: {
    left: { OWNER_DAY: 'Left today', OWNER_MONTH: 'Left this month' },
    only: (amount: string) => `only ${amount}`,
    amount: (images: number, cost: string) =>
      `${images === 1 ? '1 image' : `${inGroups(images)} images`}, ${cost}`,
    passed: {
      OWNER_DAY: 'This would pass your limit for today.',
      OWNER_MONTH: 'This would pass your limit for this month.',
    },
    compare: (left: string, asked: string) => `Left: ${left}. Needed: up to ${asked}.`,
    newAgain: {
      OWNER_DAY: (span: string) => `The limit is new in ${span}, at midnight UTC.`,
      OWNER_MONTH: (span: string) => `The limit is new in ${span}, on the first of the month.`,
    },
    periods: { OWNER_DAY: 'Today', OWNER_MONTH: 'This month' },
    usedOf: (images: number, most: number, cost: string, mostCost: string) =>
      `${inGroups(images)} of ${inGroups(most)} images, ${cost} of ${mostCost}`,
  },

  account: {
    menu: 'Account',
    theme: 'Appearance',
    themes: { system: 'Auto', light: 'Light', dark: 'Dark' },
    changePassword: 'Change password',
    currentPassword: 'Current password',
    newPassword: 'New password',
    passwordChanged: 'Your password was changed.',
    signOut: 'Sign out',
    deleteAccount: 'Delete account',
    deleteTitle: 'Delete your account?',
    deleteText:
      'All your pictures, results and history are removed from the server for good. This cannot be undone.',
    deleteConfirm: (word: string) => `Type ${word} to confirm`,
    deleteWord: 'delete',
    deleteAction: 'Delete everything',
    deleting: 'Deleting…',
    localNote: 'Local mode: the backend runs on this machine and no AI model is used.',
    inbox: 'Local inbox',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    groups: [
      {
        name: 'Mask',
        rows: [
          ['B', 'Brush'],
          ['E', 'Mask eraser'],
          ['H', 'Move the canvas'],
          ['[ and ]', 'Smaller and larger brush'],
          ['Shift click', 'Straight line from the last stroke'],
          ['Ctrl Z', 'Undo'],
          ['Ctrl Shift Z', 'Redo'],
        ],
      },
      {
        name: 'View',
        rows: [
          ['Space drag', 'Move the canvas'],
          ['Wheel', 'Zoom to the pointer'],
          ['+ and −', 'Zoom in and out'],
          ['0', 'Fit the picture'],
          ['1', 'Show every pixel (100 %)'],
          ['\\ (hold)', 'Compare with the original'],
        ],
      },
      {
        name: 'Edit with words',
        rows: [
          ['Ctrl Enter', 'Remove, replace or generate'],
          ['← and →', 'Step through the results'],
          ['C (hold)', 'Compare with the original'],
          ['Enter', 'Accept the result'],
          ['Escape', 'Discard the results'],
        ],
      },
      { name: 'App', rows: [['?', 'Show these shortcuts']] },
    ],
  },

  sheet: {
    create: 'Edit',
    history: 'History',
    toggle: 'Show or hide the panel',
    tabs: 'Panel',
  },

  time: {
    now: 'just now',
    seconds: (value: number) => `${value} s`,
    minutes: (value: number) => `${value} min`,
    hours: (value: number) => `${value} h`,
    days: (value: number) => `${value} d`,
    ago: (span: string) => `${span} ago`,
  },

  errors: {
    INVALID_REQUEST: 'Change the setting named here, then try again.',
    UNAUTHENTICATED: 'Sign in again to go on. Your work is kept.',
    FORBIDDEN: 'This belongs to somebody else. Use something of your own.',
    NOT_FOUND: 'It is no longer there. Open another picture.',
    CONFLICT: 'Send it as a new request.',
    INVALID_IMAGE: 'Use a PNG, JPEG or WebP picture that other apps can open.',
    INVALID_MASK: 'Paint over the part to change, then try again.',
    QUOTA_EXCEEDED: 'Wait until the limit is new, or ask whoever runs this deployment for more.',
    UNSUPPORTED: 'Choose another kind of edit.',
    MODEL_RETIRED: 'The model is retired here. Whoever runs this deployment can allow another.',
    MODEL_UNAVAILABLE: 'Try again in a few minutes.',
    THROTTLED: 'The model is busy. Try again in a minute.',
    BLOCKED_PROMPT: 'Change the prompt, then send it again. Nothing was charged.',
    BLOCKED_INPUT: 'Use another picture, or mask another part of it.',
    BLOCKED_OUTPUT: 'Try again, or change the prompt.',
    TIMED_OUT: 'It took too long and was stopped. Try again.',
    CANCELLED: 'It was cancelled. Send it again if you want it after all.',
    OFFLINE: 'You seem to be offline. Try again when the connection is back.',
    INTERNAL: 'Try again. If it keeps happening, reload the page.',
  } satisfies Record<ErrorCode, string>,
} as const

/** What a language has to say; functions keep their parameters. */
export type Messages = typeof en

/** The texts shown. */
export const t: Messages = en
