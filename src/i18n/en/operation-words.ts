import type { Task, TasksOf } from '#domain/model/task.ts'
import type { Operation } from '#domain/operation/table.ts'

/** Texts of the operations that a person chooses. The component that shows a missing one does not compile. */
type Spoken = Record<'name' | 'hint' | 'help' | 'action' | 'prompt' | 'placeholder', string>

type Words<Each extends Operation> = Partial<Spoken> & {
  readonly job: string
  /** A result that has no words to be called by. */
  readonly result: string
  readonly start?: { readonly way: string; readonly help: string }
  readonly tasks: Readonly<Record<TasksOf<Each>, string>>
}

/**
 * All that is said of an operation: what a job of it is called; of those that a person chooses,
 * their place in lists, in the panel's head and on its button; as a way to a new picture; and what
 * each task does, as the rest of "The model cannot …".
 */
export const operationWords = {
  TEXT_TO_IMAGE: {
    job: 'Generate',
    result: 'New picture',
    name: 'From words',
    hint: 'A new picture from a description',
    help: '',
    action: 'Generate',
    prompt: 'Prompt',
    placeholder: '',
    start: { way: 'Words', help: 'Describe the picture you want, its subject, light and style.' },
    tasks: { TEXT_TO_IMAGE: 'draw from words' },
  },
  INPAINT: {
    job: 'Replace',
    result: 'Replaced',
    name: 'Paint and change',
    hint: 'Only the painted part changes',
    help: '',
    action: 'Replace',
    prompt: 'Prompt',
    placeholder: 'What should be there',
    tasks: { INPAINT: 'repaint a part of a picture' },
  },
  ERASE: {
    job: 'Remove',
    result: 'Removed',
    tasks: { ERASE: 'erase a part of a picture' },
  },
  OUTPAINT: {
    job: 'Extend',
    result: 'Extended',
    name: 'Extend',
    hint: 'Paint beyond the edges',
    help: 'Drag the sides of the frame outwards. The striped part will be painted.',
    action: 'Extend',
    prompt: 'What should appear',
    placeholder: 'More beach and a cloudy sky',
    tasks: { OUTPAINT: 'extend a picture' },
  },
  PRECISE_OUTPAINT: {
    job: 'New surroundings',
    result: 'New surroundings',
    name: 'New surroundings',
    hint: 'Keep the subject, change all around it',
    help: 'Paint over what should stay, then say what should surround it.',
    action: 'Paint surroundings',
    prompt: 'Surroundings',
    placeholder: 'A forest in the morning mist',
    tasks: { PRECISE_OUTPAINT: 'paint new surroundings' },
  },
  VARIATION: {
    job: 'Vary',
    result: 'Variation',
    name: 'Variations',
    hint: 'The same idea, drawn anew',
    help: 'New pictures close to this one. Words are welcome and not needed.',
    action: 'Make variations',
    prompt: 'Prompt',
    placeholder: 'The same place in autumn',
    tasks: { VARIATION: 'vary a picture', BLEND: 'vary several pictures at once' },
  },
  REMOVE_BACKGROUND: {
    job: 'Remove background',
    result: 'Without background',
    name: 'Remove background',
    hint: 'Cut the subject out, for any backdrop',
    help: 'The subject stays; everything behind it becomes transparent.',
    action: 'Remove background',
    prompt: 'Prompt',
    placeholder: '',
    tasks: { REMOVE_BACKGROUND: 'remove a background' },
  },
  COLOR_GUIDED: {
    job: 'Generate by colours',
    result: 'By colours',
    name: 'By colours',
    hint: 'A new picture in chosen colours',
    help: '',
    action: 'Generate',
    prompt: 'Prompt',
    placeholder: '',
    start: {
      way: 'Colours',
      help: 'Describe a picture and choose the colours it should be made of.',
    },
    tasks: {
      COLOR_GUIDED: 'follow colours',
      COLOR_GUIDED_BY_PICTURE: 'follow colours and a picture',
    },
  },
  STRUCTURE: {
    job: 'Generate by structure',
    result: 'By structure',
    name: 'Redraw',
    hint: 'New content on the same composition',
    help: 'Describe what should be there instead; the composition stays.',
    action: 'Redraw',
    prompt: 'Prompt',
    placeholder: 'A castle made of glass',
    start: {
      way: 'Structure',
      help: 'Describe a picture that follows the composition of one you have.',
    },
    tasks: {
      STRUCTURE_EDGES: 'follow the edges of a picture',
      STRUCTURE_REGIONS: 'follow the regions of a picture',
    },
  },
  REPLACE: {
    job: 'Find and replace',
    result: 'Found and replaced',
    name: 'Find and replace',
    hint: 'Name a thing, and what it becomes',
    help: 'Nothing to paint: it is found by your words.',
    action: 'Find and replace',
    prompt: 'Replace with',
    placeholder: 'A straw hat',
    tasks: { REPLACE: 'replace what it finds by words' },
  },
  RECOLOR: {
    job: 'Recolour',
    result: 'Recoloured',
    name: 'Recolour',
    hint: 'Name a thing, and its new colour',
    help: 'Nothing to paint: it is found by your words.',
    action: 'Recolour',
    prompt: 'New colour',
    placeholder: 'Pale yellow',
    tasks: { RECOLOR: 'recolour what it finds by words' },
  },
  STYLE: {
    job: 'Restyle',
    result: 'New style',
    name: 'Restyle',
    hint: 'The look of another picture, or a named style',
    help: 'The picture keeps its content and takes on a style.',
    action: 'Restyle',
    prompt: 'Prompt',
    placeholder: 'A village by the sea',
    start: { way: 'Style', help: 'Describe a picture, and choose where its style comes from.' },
    tasks: {
      STYLE_GUIDE: 'take a style from a picture',
      STYLE_TRANSFER: 'bring the style of one picture to another',
      STYLE_PRESET: 'draw in a style by its name',
      STYLE_PRESET_TRANSFER: 'redraw a picture in a style by its name',
    },
  },
  UPSCALE: {
    job: 'Enlarge',
    result: 'Enlarged',
    name: 'Enlarge',
    hint: 'More pixels, up to four times each side',
    help: 'For small pictures: makes them larger and sharper.',
    action: 'Enlarge',
    prompt: 'What is in the picture',
    placeholder: 'A dog in the snow, in fine detail',
    tasks: {
      UPSCALE_FAST: 'enlarge a picture fast',
      UPSCALE_CONSERVATIVE: 'enlarge a picture and keep to it',
      UPSCALE_CREATIVE: 'enlarge a picture and invent detail',
    },
  },
  INSTRUCT: {
    job: 'Change by instruction',
    result: 'Changed',
    name: 'Instruct',
    hint: 'Say what to change, with other pictures if you like',
    help: 'This is picture 1; those you add are 2, 3 and so on. Paint to keep the change to a part.',
    action: 'Change',
    prompt: 'Instruction',
    placeholder: 'Put on the jacket of picture 2',
    tasks: { INSTRUCT: 'follow instructions' },
  },
} as const satisfies { [Each in Operation]: Words<Each> }

const taskWords = Object.assign(
  {},
  ...Object.values(operationWords).map(({ tasks }) => tasks),
) as Readonly<Record<Task, string>>

/** What a task does; one of another version is only called by its name. */
export function wordsOf(task: string): string {
  return taskWords[task as Task] ?? task
}
