import type { Task } from '#domain/model/task.ts'

/** What each task does, as the rest of "The model cannot …". */
const taskWords: Readonly<Record<Task, string>> = {
  TEXT_TO_IMAGE: 'draw from words',
  INPAINT: 'repaint a part of a picture',
  ERASE: 'erase a part of a picture',
  OUTPAINT: 'extend a picture',
  PRECISE_OUTPAINT: 'paint new surroundings',
  VARIATION: 'vary a picture',
  BLEND: 'vary several pictures at once',
  REMOVE_BACKGROUND: 'remove a background',
  COLOR_GUIDED: 'follow colours',
  COLOR_GUIDED_BY_PICTURE: 'follow colours and a picture',
  STRUCTURE_EDGES: 'follow the edges of a picture',
  STRUCTURE_REGIONS: 'follow the regions of a picture',
  REPLACE: 'replace what it finds by words',
  RECOLOR: 'recolour what it finds by words',
  STYLE_GUIDE: 'take a style from a picture',
  STYLE_TRANSFER: 'bring the style of one picture to another',
  STYLE_PRESET: 'draw in a style by its name',
  STYLE_PRESET_TRANSFER: 'redraw a picture in a style by its name',
  UPSCALE_FAST: 'enlarge a picture fast',
  UPSCALE_CONSERVATIVE: 'enlarge a picture and keep to it',
  UPSCALE_CREATIVE: 'enlarge a picture and invent detail',
}

/** What a task does; one of another version is only called by its name. */
export function wordsOf(task: string): string {
  return taskWords[task as Task] ?? task
}
