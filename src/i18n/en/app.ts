/** Texts of the app around the editor. */
export const appMessages = {
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
    commonPassword: 'This is one of the commonest passwords. Choose another one.',
    wrongCode: 'Invalid verification code provided, please try again.',
    noMail:
      'No mail? You may have an account already: go back and sign in, or reset your password.',
    closed: 'New accounts are made by whoever runs this deployment.',
    approval: 'You can sign in once an owner has approved your new account.',
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

  update: {
    region: 'Update',
    text: 'A new version of Repaint is here. Your work stays as it is.',
    reload: 'Reload',
  },

  clock: {
    region: 'Clock',
    ahead: (span: string) =>
      `The clock of this device is ${span} ahead, so pictures and documents cannot be loaded or saved. Set it right in the device’s settings.`,
    behind: (span: string) =>
      `The clock of this device is ${span} behind, so pictures and documents cannot be loaded or saved. Set it right in the device’s settings.`,
  },

  naming: { name: 'Name', save: 'Save', cancel: 'Cancel', close: 'Close' },

  top: {
    newPicture: 'New picture',
    parent: 'Open the document that it was made in',
    /** Of the browser's tab: the open picture, and how many jobs are under way. */
    tab: (name: string | undefined, jobs: number) =>
      `${jobs > 0 ? `(${jobs}) ` : ''}${name === undefined ? '' : `${name} · `}Repaint`,
    library: 'Library',
    history: 'History',
    edit: 'Edit and layers',
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
    layerFailed: 'A part of this picture could not be loaded',
    backToStart: 'Back to start',
  },

  start: {
    title: 'What will you repaint?',
    dropTitle: 'Drop a picture here',
    dropText:
      'or paste one from the clipboard. PNG, JPEG, WebP, AVIF, TIFF or GIF, up to 100 megapixels.',
    pick: 'Choose a picture',
    file: 'Picture files',
    dropNow: 'Let go to open it',
    describe: 'Or describe a new picture',
    samples: 'Try a sample',
    sampleTitles: { shore: 'Shore', courtyard: 'Courtyard', table: 'Table' },
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
    firstOf: (count: number) => `This is the first of ${count} frames or pages of the file.`,
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
    keepPrompt: 'Save the prompt in the file',
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
    mode: 'Method',
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
    localModel: (own: string | undefined) =>
      own === undefined
        ? 'No AI model is running. A classical stand-in on this machine fills in and draws, so that everything else can be tried.'
        : `${own} makes the images. What it cannot do, a classical stand-in on this machine does.`,
  },

  candidates: {
    region: 'Results',
    choose: (index: number, count: number) => `Result ${index} of ${count}`,
    previous: 'Previous result',
    next: 'Next result',
    compare: 'Hold to compare',
    keep: 'Keep',
    keepAsLayer: 'Keep as another layer',
    openResult: 'Open in editor',
    discard: 'Discard this result',
    transparent: (size: string) => `${size}, transparent`,
    missing: (count: number) =>
      count === 1 ? 'One more could not be made.' : `${count} more could not be made.`,
  },

  download: {
    title: 'Download',
    type: 'File type',
    typeHints: {
      'image/png': 'Lossless, for any program',
      'image/tiff': 'Lossless, for print and photo programs',
      'image/jpeg': 'Small, for sharing; no transparency',
      'image/webp': 'Smaller, for the web',
      'image/avif': 'Smallest, takes longest',
    },
    quality: 'Quality',
    size: 'Size',
    fullSize: 'Full size',
    longestSide: (px: number) => `Longest side ${px} pixels`,
    metadata: 'Keep metadata',
    metadataHint: 'Copyright, creators, time of capture and print size of the original.',
    provenance: 'Say how it was made',
    provenanceHint: 'That a model had part in it, which one, and with which settings.',
    action: 'Download',
    original: 'Original file',
    originalHint: 'The original file is the upload, byte for byte.',
    working: 'Making the file',
    percent: (percent: number) => `${percent}%`,
    saved: (file: { name: string; widthPx: number; heightPx: number; bytes: number }) =>
      `${file.name}: ${file.widthPx} × ${file.heightPx} pixels, ${megabytes(file.bytes)} MB. Your browser saves it.`,
    savedOriginal: (name: string) => `${name} is saved.`,
    failed: 'The download failed.',
  },

  library: {
    title: 'Your pictures',
    empty: 'No pictures yet',
    emptyText: 'Pictures that you upload or make from words appear here.',
    failed: 'Your pictures could not be loaded',
    open: (title: string) => `Open ${title}`,
    actions: (title: string) => `Actions for ${title}`,
    rename: 'Rename',
    favourite: 'Add to favourites',
    unfavourite: 'Remove from favourites',
    remove: 'Delete',
    removed: 'Picture deleted.',
    removedBelow: (edits: number) =>
      edits === 1
        ? 'Picture deleted. 1 edit of it stays in the history.'
        : `Picture deleted. ${edits} edits of it stay in the history.`,
    removeFailed: 'The picture could not be deleted.',
    renameTitle: 'Rename picture',
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

  account: {
    menu: 'Account',
    language: 'Language',
    theme: 'Appearance',
    themes: { system: 'Auto', light: 'Light', dark: 'Dark' },
    changePassword: 'Change password',
    currentPassword: 'Current password',
    newPassword: 'New password',
    password: 'Password',
    code: 'Code of your authenticator app',
    secondFactor: 'Two-step sign-in',
    secondFactorText:
      'Scan this with an authenticator app, then type the code that it shows. From then on you need your password and a code to sign in.',
    secondFactorIsOn:
      'Sign-in asks for a code of your authenticator app. Give your password to switch that off.',
    qrCode: 'QR code for an authenticator app',
    secretByHand: 'Or type this into the app:',
    switchOn: 'Switch on',
    switchOff: 'Switch off',
    switchingOff: 'Switching off…',
    secondFactorOn: 'Sign-in now asks for a code too.',
    secondFactorOff: 'Sign-in asks for your password alone.',
    passwordChanged: 'Your password was changed.',
    signOut: 'Sign out',
    exportData: 'Export everything',
    exportTitle: 'Export everything',
    exportText:
      'One zip with every original, mask and result at full size, and your history as JSON. Previews are left out: they can be made again.',
    exportAction: 'Save the zip',
    exporting: 'Exporting…',
    exportReading: 'Reading your history…',
    exportedFiles: (done: number, all: number) => `${done} of ${all} files`,
    exported: 'Everything is saved.',
    exportFailed: 'Nothing was saved',
    exportTooLarge:
      'It is more than this browser can save at once. Use Chrome or Edge, which write straight into a file.',
    deleteAccount: 'Delete account',
    deleteTitle: 'Delete your account?',
    deleteText:
      'All your pictures, results and history are removed from the server for good. This cannot be undone. Give your password to go on.',
    deleteAction: 'Delete everything',
    deleting: 'Deleting…',
    localNote: (own: string | undefined) =>
      own === undefined
        ? 'Local mode: the backend runs on this machine and no AI model is used.'
        : `Local mode: the backend runs on this machine, and ${own} makes the images.`,
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
          ['O', 'Select by click'],
          ['W', 'Wand'],
          ['M', 'Rectangle'],
          ['I', 'Ellipse'],
          ['L', 'Lasso'],
          ['P', 'Polygon'],
          ['H', 'Move the canvas'],
          ['[ and ]', 'Smaller and larger brush'],
          ['Shift click', 'Straight line from the last stroke'],
          ['Shift, Alt, both', 'Add, subtract, intersect a selection'],
          ['Arrows, Enter', 'Move a pointer, press it'],
          ['Shift arrows', 'Move it pixel by pixel'],
          ['Shift Enter', 'Close a polygon'],
          ['N', 'Next object'],
          ['Ctrl A', 'Select all'],
          ['Ctrl Shift I', 'Invert mask'],
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
          ['C (hold)', 'Compare with the picture without the layer'],
          ['Enter', 'Keep the result'],
          ['Escape', 'Deselect the layer'],
          ['Alt ↑ and Alt ↓', 'Move the layer up and down'],
          ['Delete', 'Delete the layer'],
        ],
      },
      {
        name: 'App',
        rows: [
          ['F', 'Give the picture all the room, and take it back'],
          ['?', 'Show these shortcuts'],
        ],
      },
    ],
  },

  sheet: {
    create: 'Edit',
    layers: 'Layers',
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
} as const

/** To two digits, which is as much as a person compares. */
function megabytes(bytes: number): string {
  return String(Number((bytes / 1e6).toPrecision(2)))
}
